/** A file to write: a pure value, whose path holds only names of our own making. */
export interface GeneratedFile {
  /** Relative to the target folder, with `/` between names. */
  readonly path: string;
  readonly text: string;
}
