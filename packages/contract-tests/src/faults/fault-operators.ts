import { type FaultOperator, groupOf } from './fault-operator.ts';
import { rememberedBodyFaults } from './operators/remembered-bodies.ts';
import { responseBodyFaults } from './operators/response-bodies.ts';
import { responseHeaderFaults } from './operators/response-headers.ts';
import { responseStatusFaults } from './operators/response-status.ts';

/** Every fault operator, by group. */
export const faultOperators: readonly FaultOperator[] = [
  ...responseStatusFaults,
  ...responseHeaderFaults,
  ...responseBodyFaults,
  ...rememberedBodyFaults,
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
