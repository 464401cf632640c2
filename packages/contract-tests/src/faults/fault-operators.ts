import { type FaultOperator, groupOf } from './fault-operator.ts';
import { changeFaults } from './operators/changes.ts';
import { creationFaults } from './operators/creations.ts';
import { credentialFaults } from './operators/credentials.ts';
import { deletionFaults } from './operators/deletions.ts';
import { idempotencyFaults } from './operators/idempotency.ts';
import { lenientHttpFaults } from './operators/lenient-http.ts';
import { lenientRequestFaults } from './operators/lenient-requests.ts';
import { mintedTokenFaults } from './operators/minted-tokens.ts';
import { pageFaults } from './operators/pages.ts';
import { problemFaults } from './operators/problems.ts';
import { queryParameterFaults } from './operators/query-parameters.ts';
import { rateLimitFaults } from './operators/rate-limits.ts';
import { readingFaults } from './operators/reading.ts';
import { rememberedBodyFaults } from './operators/remembered-bodies.ts';
import { responseBodyFaults } from './operators/response-bodies.ts';
import { responseHeaderFaults } from './operators/response-headers.ts';
import { responseStatusFaults } from './operators/response-status.ts';
import { secretFaults } from './operators/secrets.ts';
import { strictRequestFaults } from './operators/strict-requests.ts';
import { tenantFaults } from './operators/tenants.ts';

/** Every fault operator, by group. */
export const faultOperators: readonly FaultOperator[] = [
  ...responseStatusFaults,
  ...responseHeaderFaults,
  ...responseBodyFaults,
  ...rememberedBodyFaults,
  ...lenientRequestFaults,
  ...lenientHttpFaults,
  ...strictRequestFaults,
  ...queryParameterFaults,
  ...credentialFaults,
  ...mintedTokenFaults,
  ...tenantFaults,
  ...problemFaults,
  ...creationFaults,
  ...changeFaults,
  ...deletionFaults,
  ...readingFaults,
  ...secretFaults,
  ...pageFaults,
  ...idempotencyFaults,
  ...rateLimitFaults,
];

/** The groups by the letters before the dash of an operator's id. */
export const faultGroups = {
  RS: 'status of responses',
  RH: 'headers and media types',
  RB: 'bodies of responses',
  RQ: 'requests',
  AU: 'credentials and scopes',
  TN: 'tenancy',
  PR: 'problem details',
  LC: 'life cycle',
  PG: 'paging',
  ID: 'idempotency',
  RL: 'rate limits',
  SE: 'secrets',
} as const satisfies Readonly<Record<string, string>>;

export const groupName = (operator: Pick<FaultOperator, 'id'>): string => {
  const group = groupOf(operator);
  return Object.hasOwn(faultGroups, group) ? faultGroups[group as keyof typeof faultGroups] : group; // an own key
};

const byId = new Map(faultOperators.map((operator) => [operator.id, operator]));

/** @throws RangeError where there is no such operator */
export function operatorOf(id: string): FaultOperator {
  const operator = byId.get(id);
  if (!operator) throw new RangeError(`There is no fault operator \`${id}\`.`);
  return operator;
}
