import type { ApiModel, Operation } from '../model/api-model.ts';
import { defineRule, label } from './define-rule.ts';
import { isAuthenticated, responseFor } from './status.ts';

/** Whoever may be turned away must find that answer in the description. */
export const accessAnswersDeclared = defineRule({
  id: 'access-answers-declared',
  severity: 'warning',
  strict: 'error',
  why: 'An operation that needs credentials answers 401 without them, and 403 when a scope or role is missing. Clients handle these answers by their schema, so they must be declared.',
  help: 'Add the response.',
  good: `
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ token: [] }]
      x-contract-roles: [admin]
      responses:
        '200': { description: The orders }
        '401': { description: No valid token }
        '403': { description: The role is missing }
`,
  bad: {
    description: `
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
paths:
  /orders:
    get:
      operationId: listOrders
      security: [{ token: [] }]
      x-contract-roles: [admin]
      responses:
        '200': { description: The orders }
        '401': { description: No valid token }
`,
    at: '/paths/~1orders/get',
  },
  Operation(operation, { model, report, isStrict }) {
    if (!isAuthenticated(operation) || !(isStrict || promisesAccess(operation, model))) return;
    const needs = [...(isStrict ? ['401'] : []), ...(needsMore(operation) ? ['403'] : [])];
    for (const status of needs.filter((each) => !responseFor(operation, each))) {
      const reason = status === '401' ? 'credentials' : 'a scope or role';
      report(`${label(operation)} needs ${reason}, but does not declare ${status}.`, operation.place);
    }
  },
});

/** Plain OAuth descriptions seldom list the refusals; whoever declares roles or scopes here means them. */
const promisesAccess = ({ security, behaviours }: Operation, { securitySchemes }: ApiModel): boolean =>
  behaviours.roles.length > 0 ||
  security
    .flatMap(({ schemes }) => schemes)
    .some(({ name }) =>
      securitySchemes.some(
        (scheme) => scheme.name === name && scheme.type !== 'oauth2' && scheme.scopes.length > 0,
      ),
    );

const needsMore = ({ security, behaviours }: Operation): boolean =>
  behaviours.roles.length > 0 ||
  security.every(({ schemes }) => schemes.some(({ scopes }) => scopes.length > 0));
