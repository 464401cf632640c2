/**
 * A check that was compiled ahead of time (Ajv standalone code): true when the value is valid.
 * After a `false`, `errors` holds Ajv's own error objects until the next call; turn them into
 * problems with `toProblems` at once.
 */
export interface CompiledCheck {
  (value: unknown): boolean;
  errors?: readonly CheckError[] | null;
}

/** The part of Ajv's `ErrorObject` that compiled checks carry. */
export interface CheckError {
  readonly instancePath: string;
  readonly schemaPath: string;
  readonly keyword: string;
  readonly message?: string | undefined;
  readonly params: Record<string, unknown>;
  /** Under `propertyNames`: the name that was checked. */
  readonly propertyName?: string | undefined;
}
