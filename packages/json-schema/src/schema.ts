/** A JSON Schema 2020-12: `true` admits everything, `false` nothing. */
export type Schema = boolean | SchemaObject;

/** A schema as an object of keywords. References to shared schemas read `#/$defs/<name>`. */
export interface SchemaObject {
  readonly [keyword: string]: unknown;
}

/**
 * The shared schemas that `#/$defs/<name>` points into.
 * Names come from documents: read them with `Object.hasOwn`, never through the prototype.
 */
export type Definitions = Readonly<Record<string, Schema>>;

/** One way in which a value breaks its schema. */
export interface SchemaProblem {
  /** JSON Pointer to the offending value, `''` for the whole. */
  readonly instancePath: string;
  /** JSON Pointer to the keyword that failed, as the validator walked there. */
  readonly schemaPath: string;
  /** The keyword that failed, for example `maxLength`. */
  readonly keyword: string;
  /** One sentence without the value's name: `must not be longer than 100 characters`. */
  readonly message: string;
  /** What the keyword allows, for example `{ limit: 100 }`. */
  readonly params: Readonly<Record<string, unknown>>;
}
