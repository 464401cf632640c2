import type { ApiModel, Operation, SecurityRequirement } from '@plumbline/openapi';
import { type Obligation, obligationId } from '../obligation.ts';
import type { Minting } from '../resources/minting.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planAccess(context: PlanOperation): readonly Obligation[] {
  const { model, operation } = context;
  return [
    ...(needsCredentials(operation) ? planClosed(context) : planPublic(model, operation)),
    ...planAlternatives(operation),
    ...(context.minting ? planMinting(operation, context.minting) : []),
  ];
}

function planClosed(context: PlanOperation): readonly Obligation[] {
  const { operation } = context;
  const scopes = requiredScopes(operation);
  return [
    promise(operation, { kind: 'A.anon', claim: 'refuses a request without credentials' }),
    promise(operation, { kind: 'A.badcred', claim: 'refuses invented credentials' }),
    ...planWrongCredentials(context),
    ...scopes.map((scope) =>
      promise(operation, {
        kind: 'A.scope.deny',
        parts: [scope],
        claim: `refuses credentials with every scope but \`${scope}\``,
      }),
    ),
    ...(scopes.length > 0
      ? [
          promise(operation, {
            kind: 'A.scope.allow',
            claim: `accepts credentials with only ${scopes.map((scope) => `\`${scope}\``).join(' and ')}`,
          }),
        ]
      : []),
    ...planRoles(operation),
  ];
}

const planRoles = (operation: Operation): readonly Obligation[] =>
  operation.behaviours.roles.length > 0
    ? [
        promise(operation, {
          kind: 'A.role.deny',
          claim: `refuses a caller who is not ${operation.behaviours.roles.join(' or ')}`,
          source: 'x-contract',
        }),
      ]
    : [];

/** Where nothing is secured at all, the description may only be silent about it. */
const planPublic = ({ securitySchemes }: ApiModel, operation: Operation): readonly Obligation[] =>
  securitySchemes.length > 0
    ? [promise(operation, { kind: 'A.public', claim: 'asks for no credentials' })]
    : [];

/** One for each of several alternatives that takes credentials. */
function planAlternatives(operation: Operation): readonly Obligation[] {
  if (operation.security.length < 2) return [];
  return operation.security
    .filter(({ schemes }) => schemes.length > 0)
    .map((alternative) =>
      promise(operation, {
        kind: 'A.alt',
        parts: [alternativeName(alternative)],
        claim: `takes credentials of ${alternativeName(alternative)} alone`,
        subject: { security: alternativeName(alternative) },
      }),
    );
}

export const alternativeName = ({ schemes }: SecurityRequirement): string =>
  schemes.map(({ name }) => name).join(' + ');

/** The ways in which credentials can be wrong that are tried once for a path, since its methods share their guard. */
export const wrongCredentials = {
  garbage: { claim: 'refuses credentials that have no form at all', level: 'must' },
  'other-scheme': { claim: 'refuses a good secret under another scheme', level: 'should' },
  'in-query': { claim: 'refuses a good secret in the query', level: 'should' },
} as const;

export type WrongCredentials = keyof typeof wrongCredentials;

function planWrongCredentials({ model, operation }: PlanOperation): readonly Obligation[] {
  const first = model.operations.find((other) => other.path === operation.path && needsCredentials(other));
  if (first !== operation) return [];
  return Object.entries(wrongCredentials).map(([way, { claim, level }]) =>
    promise(operation, { kind: 'A.badcred', parts: [way], claim, level }),
  );
}

export const mintedObligation = ({ create }: Minting): string =>
  obligationId(create.id, 'A.scope.deny', 'minted');

export const escalationObligation = ({ create }: Minting): string =>
  obligationId(create.id, 'A.scope.deny', 'escalation');

function planMinting(operation: Operation, { create, revoke, scopes }: Minting): readonly Obligation[] {
  return [
    ...(operation === create
      ? [
          promise(operation, {
            kind: 'A.scope.deny',
            parts: ['minted'],
            claim: `makes credentials with no more than the \`${scopes}\` asked for`,
          }),
          promise(operation, {
            kind: 'A.scope.deny',
            parts: ['escalation'],
            claim: 'makes no credentials with a scope that their maker has not',
            // A description has no word for it; an API may let whoever makes credentials give any scope.
            level: 'should',
            source: 'http',
          }),
        ]
      : []),
    ...(operation === revoke
      ? [promise(operation, { kind: 'A.revoked', claim: 'what it revoked is refused from then on' })]
      : []),
  ];
}

/** False for public operations, also where anonymous access is one of several alternatives. */
export function needsCredentials(operation: Operation): boolean {
  return operation.security.length > 0 && operation.security.every(({ schemes }) => schemes.length > 0);
}

/** The scopes of the only alternative; with several, lacking one of them proves nothing. */
export function requiredScopes(operation: Operation): readonly string[] {
  const [only, another] = operation.security;
  if (!only || another) return [];
  return [...new Set(only.schemes.flatMap(({ scopes }) => scopes))];
}
