import { declares } from '../model/behaviours/declared-parts.ts';
import { defineRule, label } from './define-rule.ts';

/** A key that the operation does not declare cannot be sent through generated code. */
export const idempotencyKeyDeclared = defineRule({
  id: 'idempotency-key-declared',
  severity: 'error',
  why: 'A client repeats a write safely by sending the same key again. An operation that promises this must declare the parameter that carries the key.',
  help: 'Declare the parameter on the operation, or write `x-contract-idempotency: false`.',
  good: `
x-contract-idempotency: { key: $request.header.Idempotency-Key, methods: [post] }
paths:
  /orders:
    post:
      operationId: createOrder
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses: { '201': { description: The order } }
`,
  bad: {
    description: `
x-contract-idempotency: { key: $request.header.Idempotency-Key, methods: [post] }
paths:
  /orders:
    post:
      operationId: createOrder
      responses: { '201': { description: The order } }
`,
    at: '/paths/~1orders/post',
  },
  Operation(operation, { report }) {
    const { idempotency } = operation.behaviours;
    if (!idempotency || declares(operation, idempotency.key)) return;
    report(
      `${label(operation)} is idempotent by a key, but does not declare \`${idempotency.key.text}\`.`,
      operation.place,
      { ...(idempotency.source !== 'x-contract' && { severity: 'info' }) },
    );
  },
});
