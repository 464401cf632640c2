import type { ApiModel, Operation, SecurityScheme } from '../model/api-model.ts';
import { defineRule, label } from './define-rule.ts';

/** Since OpenAPI 3.1 a scheme of any type may require scopes; their meaning has to stand somewhere. */
export const scopesDefined = defineRule({
  id: 'scopes-defined',
  severity: 'error',
  why: 'A scope that no security scheme defines is a typing error or a secret: nobody can grant it, no mock can issue a token with it, and no test can take it away.',
  help: 'Define the scope: in the OAuth flow, or with `x-contract-scopes` on a scheme of another type.',
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
    token: { type: http, scheme: bearer, x-contract-scopes: { 'read:orders': See orders } }
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ token: ['read:orders', 'read:order'] }]
      responses:
        '200': { description: The orders }
        '401': { description: No valid token }
        '403': { description: The scope is missing }
`,
    at: '/paths/~1orders/get',
  },
  Operation(operation, { model, report }) {
    for (const { scheme, scope } of undefinedScopes(operation, model)) {
      report(
        `${label(operation)} needs the scope \`${scope}\`, which \`${scheme.name}\` does not define.`,
        operation.place,
        {
          // Without any definition the author may keep the list elsewhere.
          ...(scheme.scopes.length === 0 && { severity: 'warning' }),
        },
      );
    }
  },
  SecurityScheme(scheme, { report }) {
    const known = new Set(scheme.scopes.map(({ name }) => name));
    for (const { name, implies } of scheme.scopes) {
      for (const implied of implies.filter((scope) => !known.has(scope))) {
        report(
          `The scope \`${name}\` implies \`${implied}\`, which \`${scheme.name}\` does not define.`,
          scheme.place,
        );
      }
    }
  },
});

function undefinedScopes(
  { security }: Operation,
  { securitySchemes }: ApiModel,
): readonly { scheme: SecurityScheme; scope: string }[] {
  return security
    .flatMap(({ schemes }) => schemes)
    .flatMap(({ name, scopes }) => {
      const scheme = securitySchemes.find((known) => known.name === name);
      // Scopes of OpenID Connect are defined at the address that the scheme names.
      if (!scheme || scheme.type === 'openIdConnect') return [];
      return scopes
        .filter((scope) => !scheme.scopes.some((defined) => defined.name === scope))
        .map((scope) => ({ scheme, scope }));
    });
}
