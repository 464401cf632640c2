import type { Operation } from '@plumbline/openapi';
import { declares } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { needsCredentials, requiredScopes } from '../plan/access.ts';
import { inventCredentials } from '../request/apply-credentials.ts';
import { type Flaw, withIdentity } from '../request/draft.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from './probe.ts';
import { wrongCredentialProbes } from './wrong-credentials.ts';

/** Who may not call: nobody, somebody invented, somebody without the scope, somebody of another role. */
export async function accessProbes(subject: Subject): Promise<readonly (Probe | Skipped)[]> {
  const { operation } = subject.draft;
  if (!needsCredentials(operation)) return [];
  if (!isSupported(subject)) {
    const kinds = ['A.anon', 'A.badcred'] as const;
    return kinds.map((kind) =>
      skipped(obligationId(operation.id, kind), 'unsupported', 'the security scheme'),
    );
  }
  return [
    anonymous(subject),
    invented(subject),
    ...wrongCredentialProbes(subject, (description) => unauthenticated(operation, description)),
    ...(await Promise.all(requiredScopes(operation).map((scope) => withoutScope(subject, scope)))),
    ...(operation.behaviours.roles.length > 0 ? [otherRole(subject)] : []),
  ];
}

/** A scheme that is not defined promises nothing, and certificates belong to the connection. */
function isSupported({ run, draft }: Subject): boolean {
  const known = new Set(
    run.model.securitySchemes.filter(({ type }) => type !== 'mutualTLS').map(({ name }) => name),
  );
  return draft.operation.security.every(({ schemes }) => schemes.every(({ name }) => known.has(name)));
}

function anonymous({ draft }: Subject): Probe {
  const { operation } = draft;
  const id = obligationId(operation.id, 'A.anon');
  return probe(id, withIdentity(draft, undefined), unauthenticated(operation, 'without credentials'));
}

function invented({ draft }: Subject): Probe | Skipped {
  const { operation } = draft;
  const id = obligationId(operation.id, 'A.badcred');
  if (Object.keys(draft.credentials).length === 0) return skipped(id, 'needs-credentials');
  const stranger = { ...withIdentity(draft, undefined), credentials: inventCredentials(draft.credentials) };
  return probe(id, stranger, unauthenticated(operation, 'with invented credentials'));
}

/**
 * Lack of credentials is 401 (RFC 9110, section 15.5.2). Where the description does not declare it, 403 does. Hiding
 * with 404 that anything is there is allowed and proves nothing.
 */
function unauthenticated(operation: Operation, description: string): Flaw {
  if (declares(operation, 401)) return { description, refusals: ['401'], breaches: ['2XX', '403'] };
  return {
    description,
    refusals: declares(operation, 403) ? ['403', '401'] : ['401', '403'],
    breaches: ['2XX'],
  };
}

async function withoutScope({ run, draft }: Subject, scope: string): Promise<Probe | Skipped> {
  const id = obligationId(draft.operation.id, 'A.scope.deny', scope);
  const identity = run.ledger.has(id) ? await run.callers.lacking(draft.operation, scope) : undefined;
  if (!identity) return skipped(id, 'needs-identity', `one without the scope ${scope}`);
  return probe(id, withIdentity(draft, identity), {
    description: `with every scope but ${scope} (${identity.name})`,
    refusals: ['403'],
    breaches: ['2XX'],
  });
}

function otherRole({ run, draft }: Subject): Probe | Skipped {
  const { operation } = draft;
  const id = obligationId(operation.id, 'A.role.deny');
  const identity = run.callers.otherRole(operation);
  const roles = operation.behaviours.roles.join(' or ');
  if (!identity) return skipped(id, 'needs-identity', `one with the scopes who is not ${roles}`);
  return probe(id, withIdentity(draft, identity), {
    description: `by a caller who is not ${roles} (${identity.name})`,
    refusals: ['403'],
    breaches: ['2XX'],
  });
}
