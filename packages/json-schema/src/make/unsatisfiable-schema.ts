/** No value of the schema can be made: none exists, or none was found with the choices that were tried. */
export class UnsatisfiableSchema extends Error {
  override readonly name = 'UnsatisfiableSchema';
  /** JSON Pointer to the schema in question, `''` for the whole; a shared schema reads `/$defs/<name>`. */
  readonly pointer: string;
  /** Why, without the place. */
  readonly reason: string;

  constructor(pointer: string, reason: string, options?: ErrorOptions) {
    super(`No value can be made for the schema at "${pointer}": ${reason}`, options);
    this.pointer = pointer;
    this.reason = reason;
  }
}
