import type { FieldError } from './problem.ts';

/** An answer of a handler that the description does not allow. */
export class ContractBreach extends Error {
  override readonly name = 'ContractBreach';
  readonly operationId: string;
  readonly status: number;
  readonly errors: readonly FieldError[];

  constructor(operationId: string, status: number, errors: readonly FieldError[]) {
    const list = errors.map(({ pointer, message }) => `${pointer === '' ? 'the body' : pointer} ${message}`);
    super(`The handler of "${operationId}" answered ${status} against the description: ${list.join('; ')}.`);
    this.operationId = operationId;
    this.status = status;
    this.errors = errors;
  }
}
