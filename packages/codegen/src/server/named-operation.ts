import type { Operation } from '@plumbline/openapi';

/** An operation with the name that its types begin with. */
export interface NamedOperation {
  readonly operation: Operation;
  readonly name: string;
}
