import { defineRule } from './define-rule.ts';

/** A scope that opens nothing is a promise without content. */
export const scopeUnused = defineRule({
  id: 'scope-unused',
  severity: 'warning',
  isStrictOnly: true,
  why: 'A scope that no operation needs is granted for nothing: either an operation forgot to ask for it, or it can go.',
  help: 'Require it where it belongs, or remove it.',
  good: `
components:
  securitySchemes:
    token: { type: http, scheme: bearer, x-contract-scopes: { 'read:orders': See orders } }
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ token: ['read:orders'] }]
      responses:
        '200': { description: The orders }
        '401': { description: No valid token }
        '403': { description: The scope is missing }
`,
  bad: {
    description: `
components:
  securitySchemes:
    token: { type: http, scheme: bearer, x-contract-scopes: { 'read:orders': See orders, 'write:orders': Change orders } }
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ token: ['read:orders'] }]
      responses:
        '200': { description: The orders }
        '401': { description: No valid token }
        '403': { description: The scope is missing }
`,
    at: '/components/securitySchemes/token',
  },
  SecurityScheme(scheme, { model, report }) {
    const used = new Set(
      model.operations
        .flatMap(({ security }) => security)
        .flatMap(({ schemes }) => schemes)
        .flatMap(({ name, scopes }) => (name === scheme.name ? scopes : [])),
    );
    for (const { name, implies } of scheme.scopes) {
      if (used.has(name) || implies.some((scope) => used.has(scope))) continue;
      report(`No operation needs the scope \`${name}\`.`, scheme.place);
    }
  },
});
