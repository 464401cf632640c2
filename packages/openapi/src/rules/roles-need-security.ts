import { defineRule, label, listed } from './define-rule.ts';
import { isAuthenticated } from './status.ts';

/** A role belongs to somebody; an anonymous caller has none. */
export const rolesNeedSecurity = defineRule({
  id: 'roles-need-security',
  severity: 'error',
  why: 'A role can only be asked of a caller who is known. An operation that anonymous callers may use cannot require one.',
  help: 'Add `security` to the operation, or write `x-contract-roles: false`.',
  good: `
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
paths:
  /orders:
    delete:
      operationId: deleteOrders
      security: [{ token: [] }]
      x-contract-roles: [admin]
      responses:
        '204': { description: Deleted }
        '401': { description: No valid token }
        '403': { description: The role is missing }
`,
  bad: {
    description: `
paths:
  /orders:
    delete:
      operationId: deleteOrders
      security: []
      x-contract-roles: [admin]
      responses:
        '204': { description: Deleted }
`,
    at: '/paths/~1orders/delete',
  },
  Operation(operation, { report }) {
    const { roles } = operation.behaviours;
    if (roles.length === 0 || isAuthenticated(operation)) return;
    report(
      `${label(operation)} needs the role ${listed(roles)}, but anonymous callers may use it.`,
      operation.place,
    );
  },
});
