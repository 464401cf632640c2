/** A value of a request that a rule of the business refuses, though it has the described form. */
export interface Refusal {
  /** A JSON Pointer into the body, or `query/` and the name of a parameter. */
  readonly pointer: string;
  readonly code: string;
  /** A sentence without the value's name: `must be in the future`. */
  readonly message: string;
}
