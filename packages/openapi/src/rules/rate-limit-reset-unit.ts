import { defineRule } from './define-rule.ts';

/** APIs differ in what the number means, and it cannot be told by looking. */
export const rateLimitResetUnit = defineRule({
  id: 'rate-limit-reset-unit',
  severity: 'error',
  why: 'The number in a reset header is a Unix time in one API and the seconds left in another. Without the unit a client may wait for fifty years.',
  help: 'Add `resetUnit`: `unix-seconds`, `unix-millis`, `seconds-left` or `http-date`.',
  good: `
x-contract-rate-limit:
  policies: [{ name: all, quota: 60, window: PT1M }]
  headersOn: rejected
  reset: $response.header.X-RateLimit-Reset
  resetUnit: unix-seconds
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '429':
          description: Too many requests
          headers:
            Retry-After: { schema: { type: integer } }
            X-RateLimit-Reset: { schema: { type: integer } }
`,
  bad: {
    description: `
x-contract-rate-limit:
  policies: [{ name: all, quota: 60, window: PT1M }]
  headersOn: rejected
  reset: $response.header.X-RateLimit-Reset
paths:
  /orders:
    get:
      operationId: listOrders
      responses:
        '429':
          description: Too many requests
          headers:
            Retry-After: { schema: { type: integer } }
            X-RateLimit-Reset: { schema: { type: integer } }
`,
    at: '/x-contract-rate-limit',
  },
  Operation({ behaviours: { rateLimit } }, { report }) {
    if (!rateLimit?.reset || rateLimit.resetUnit) return;
    report(
      `The rate limit names \`${rateLimit.reset.text}\`, but not the unit of its value.`,
      rateLimit.place,
    );
  },
});
