import type { Operation } from '../model/api-model.ts';
import { declares } from '../model/behaviours/declared-parts.ts';
import type { Idempotency } from '../model/behaviours.ts';
import { defineRule, label } from './define-rule.ts';
import { responseFor } from './status.ts';

/** What the declaration says of conflicts and replays must be among the responses. */
export const idempotencyAnswersDeclared = defineRule({
  id: 'idempotency-answers-declared',
  severity: 'error',
  why: 'The declaration says which status answers a key that is used again with other content or while the first call still runs, and which header marks a stored answer. Those answers must be among the responses of the operation.',
  help: 'Add the status to the responses, or the header to the success response.',
  good: `
paths:
  /orders:
    post:
      operationId: createOrder
      x-contract-idempotency: { key: $request.header.Idempotency-Key, mismatch: '409' }
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses:
        '201': { description: The order }
        '409': { description: The key was used with other content }
`,
  bad: {
    description: `
paths:
  /orders:
    post:
      operationId: createOrder
      x-contract-idempotency: { key: $request.header.Idempotency-Key, mismatch: '409' }
      parameters: [{ name: Idempotency-Key, in: header, schema: { type: string } }]
      responses:
        '201': { description: The order }
`,
    at: '/paths/~1orders/post',
  },
  Operation(operation, { report }) {
    const { idempotency } = operation.behaviours;
    if (!idempotency) return;
    for (const problem of undeclared(operation, idempotency)) {
      report(`${label(operation)} ${problem}.`, operation.place);
    }
  },
});

function undeclared(operation: Operation, { mismatch, concurrent, marker }: Idempotency): readonly string[] {
  const statuses = [
    { status: mismatch, when: 'when a key comes again with other content' },
    { status: concurrent, when: 'while the first call with the key still runs' },
  ].filter(({ status }) => /^\d/.test(status) && !responseFor(operation, status));
  return [
    ...statuses.map(({ status, when }) => `answers ${status} ${when}, but does not declare it`),
    ...(marker && !declares(operation, marker)
      ? [`marks a stored answer with \`${marker.text}\`, but no success response declares it`]
      : []),
  ];
}
