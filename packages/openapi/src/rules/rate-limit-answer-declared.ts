import { isSameName } from '../model/behaviours/declared-parts.ts';
import { defineRule, label } from './define-rule.ts';
import { responseFor } from './status.ts';

/** Whoever is limited must know what being limited looks like, and how long to wait (RFC 6585, RFC 9110). */
export const rateLimitAnswerDeclared = defineRule({
  id: 'rate-limit-answer-declared',
  severity: 'error',
  why: 'Under a rate limit every call may be refused. The operation must declare that answer, with the header that tells the client how long to wait; else clients treat it as an unknown failure and hammer on.',
  help: 'Add the response (429) with a `Retry-After` header, or write `x-contract-rate-limit: false`.',
  good: `
x-contract-rate-limit: { policies: [{ name: all, quota: 60, window: PT1M }] }
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: The orders }
        '429':
          description: Too many requests
          headers: { Retry-After: { schema: { type: integer } } }
`,
  bad: {
    description: `
x-contract-rate-limit: { policies: [{ name: all, quota: 60, window: PT1M }] }
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200': { description: The orders }
`,
    at: '/paths/~1orders/get',
  },
  Operation(operation, { report }) {
    const { rateLimit } = operation.behaviours;
    if (!rateLimit) return;
    const { status, retryAfter } = rateLimit;
    const response = responseFor(operation, status);
    if (!response || (response.status === 'default' && status !== 'default')) {
      report(`${label(operation)} is under a rate limit, but does not declare ${status}.`, operation.place);
      return;
    }
    const header = retryAfter?.in === 'header' ? retryAfter.name : 'Retry-After';
    if (response.headers.some(({ name }) => isSameName(name, header, 'header'))) return;
    report(`The ${response.status} of ${label(operation)} does not declare \`${header}\`.`, response.place);
  },
});
