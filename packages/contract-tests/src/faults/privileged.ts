import type { Operation } from '@plumbline/openapi';
import { needsCredentials, requiredScopes } from '../plan/access.ts';
import { type CarriedCredentials, callerKey } from './credentials-in-request.ts';
import type { FaultWorld, KnownCaller } from './fault-world.ts';

/** Credentials that an operation lets in: of a caller the fault was told of, else of one that was let in before. */
export function privilegedFor(world: FaultWorld, operation: Operation): readonly CarriedCredentials[] {
  const told = world.callers
    .filter((caller) => maySend(caller, operation))
    .map(({ credentials }) => credentials);
  return distinct([...world.memory.letIn(operation), ...told, ...world.memory.known()]);
}

const distinct = (all: readonly CarriedCredentials[]): readonly CarriedCredentials[] => [
  ...new Map(all.map((credentials) => [callerKey(credentials), credentials])).values(),
];

function maySend({ identity }: KnownCaller, operation: Operation): boolean {
  const { scopes, roles, isDisposable } = identity;
  const hasScopes =
    scopes === undefined || requiredScopes(operation).every((scope) => scopes.includes(scope));
  const wanted = operation.behaviours.roles;
  const hasRole = wanted.length === 0 || roles === undefined || wanted.some((role) => roles.includes(role));
  return hasScopes && hasRole && !isDisposable && needsCredentials(operation);
}
