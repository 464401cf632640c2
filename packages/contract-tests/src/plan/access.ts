import type { Operation } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planAccess({ operation }: PlanOperation): readonly Obligation[] {
  if (!needsCredentials(operation)) return [];
  const scopes = requiredScopes(operation);
  return [
    promise(operation, { kind: 'A.anon', claim: 'refuses a request without credentials' }),
    promise(operation, { kind: 'A.badcred', claim: 'refuses invented credentials' }),
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
    ...(operation.behaviours.roles.length > 0
      ? [
          promise(operation, {
            kind: 'A.role.deny',
            claim: `refuses a caller who is not ${operation.behaviours.roles.join(' or ')}`,
            source: 'x-contract',
          }),
        ]
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
