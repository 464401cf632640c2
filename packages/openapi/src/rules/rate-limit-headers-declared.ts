import type { Operation, Response } from '../model/api-model.ts';
import { isSameName } from '../model/behaviours/declared-parts.ts';
import type { RateLimit } from '../model/behaviours.ts';
import { defineRule, label, listed } from './define-rule.ts';
import { isAuthenticated, isSuccess } from './status.ts';

/** Headers that are promised on an answer are declared on it. */
export const rateLimitHeadersDeclared = defineRule({
  id: 'rate-limit-headers-declared',
  severity: 'error',
  why: 'The rate limit says on which answers its headers come (`headersOn`). A response that does not declare them hides them from generated clients, and no test asks for them.',
  help: 'Declare the headers on the response, or change `headersOn`.',
  good: `
x-contract-rate-limit:
  policies: [{ name: all, quota: 60, window: PT1M }]
  headersOn: success
  remaining: $response.header.X-RateLimit-Remaining
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '200':
          description: The orders
          headers: { X-RateLimit-Remaining: { schema: { type: integer } } }
        '429':
          description: Too many requests
          headers: { Retry-After: { schema: { type: integer } } }
`,
  bad: {
    description: `
x-contract-rate-limit:
  policies: [{ name: all, quota: 60, window: PT1M }]
  headersOn: success
  remaining: $response.header.X-RateLimit-Remaining
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
    at: '/paths/~1orders/get/responses/200',
  },
  Operation(operation, { report }) {
    const { rateLimit } = operation.behaviours;
    if (!rateLimit) return;
    for (const response of operation.responses.filter((each) => carriesHeaders(operation, rateLimit, each))) {
      const missing = promised(rateLimit).filter(
        (header) => !response.headers.some(({ name }) => isSameName(name, header, 'header')),
      );
      if (missing.length === 0) continue;
      report(
        `The ${response.status} of ${label(operation)} does not declare ${listed(missing)}.`,
        response.place,
      );
    }
  },
});

const promised = ({ limit, remaining, reset }: RateLimit): readonly string[] =>
  [limit, remaining, reset].flatMap((part) => (part?.in === 'header' ? [part.name] : []));

/** Failures of the server itself may come from anywhere, before the limiter had its say. */
function carriesHeaders(operation: Operation, { headersOn, status }: RateLimit, response: Response): boolean {
  if (response.status === 'default' || response.status.startsWith('5')) return false;
  switch (headersOn) {
    case 'all':
      return true;
    case 'authenticated':
      return isAuthenticated(operation) && response.status !== '401';
    case 'success':
      return isSuccess(response);
    case 'rejected':
      return response.status === status;
  }
}
