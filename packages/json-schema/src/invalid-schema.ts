/** A schema that cannot be compiled: a broken keyword, a reference to nothing, a pattern no engine takes. */
export class InvalidSchema extends Error {
  override readonly name = 'InvalidSchema';
  /** What is wrong, without the place. */
  readonly reason: string;

  constructor(reason: string, options?: ErrorOptions) {
    super(`The schema cannot be compiled: ${reason}`, options);
    this.reason = reason;
  }
}

/** Whatever the compiler threw, as an `InvalidSchema`. */
export function toInvalidSchema(error: unknown): InvalidSchema {
  if (error instanceof InvalidSchema) return error;
  return new InvalidSchema(error instanceof Error ? error.message : String(error), { cause: error });
}
