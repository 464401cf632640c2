/** A value that a schema refuses, made from one it admits by one small change. It shares with that what is unchanged. */
export interface Breakage {
  readonly value: unknown;
  /** The keyword that the change breaks, as a problem would name it. */
  readonly keyword: string;
  /** JSON Pointer to the place in the value that was changed; for a missing property, to the object that lacks it. */
  readonly instancePath: string;
  /** JSON Pointer to the keyword; a shared schema reads `/$defs/<name>/…`. */
  readonly schemaPath: string;
  /** What was done, in a few words: `one item more than maxItems (5)`. */
  readonly description: string;
}

/** A change to try: what stands at a place instead, and the keyword that should refuse it. */
export interface Change {
  readonly keyword: string;
  readonly description: string;
  readonly value: unknown;
}
