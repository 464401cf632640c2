import type { SecurityRequirement } from '@plumbline/openapi';
import { obligationId } from '../../obligation.ts';
import { alternativeName, needsCredentials } from '../../plan/access.ts';
import type { Draft } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import type { Identity } from '../../target.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';

/** Sends the accepted request without credentials where none are needed, and with those of each alternative. */
export async function proveAccess(run: Run, accepted: Exchange): Promise<void> {
  await provePublic(run, accepted);
  const { operation } = accepted.draft;
  for (const alternative of operation.security) {
    const id = obligationId(operation.id, 'A.alt', alternativeName(alternative));
    if (run.ledger.isOpen(id)) run.ledger.rule(id, await judgeAlternative(run, accepted, alternative));
  }
}

/** A good request to a public operation, accepted or refused. */
export async function provePublic(run: Run, good: Exchange): Promise<void> {
  const { draft } = good;
  const id = obligationId(draft.operation.id, 'A.public');
  if (!run.ledger.has(id) || needsCredentials(draft.operation)) return;
  const isAnonymous = Object.keys(draft.credentials).length === 0;
  const exchange = isAnonymous ? good : await run.send({ ...draft, credentials: {}, key: freshKey(draft) });
  run.ledger.rule(id, judgeLetIn(run, exchange, 'a request without credentials to be let in'));
}

const freshKey = ({ key }: Draft): Draft['key'] => (key === 'none' ? 'none' : 'fresh');

async function judgeAlternative(
  run: Run,
  accepted: Exchange,
  alternative: SecurityRequirement,
): Promise<Verdict> {
  const { draft } = accepted;
  const names = alternative.schemes.map(({ name }) => name);
  const isUsed = (credentials: Draft['credentials']) =>
    Object.keys(credentials).sort().join() === [...names].sort().join();
  if (isUsed(draft.credentials)) return run.provedBy(accepted);
  const identity = run.callers.with(draft.operation, alternative);
  if (!identity) return unproven('needs-identity', `one with credentials of ${alternativeName(alternative)}`);
  const credentials = Object.fromEntries(names.map((name) => [name, identity.credentials[name] ?? '']));
  const exchange = await run.send({ ...draft, identity, credentials, key: freshKey(draft) });
  if (exchange.answer?.status === 401 && isOneSecret(identity)) {
    return unproven('needs-identity', `the one secret given may not be for ${alternativeName(alternative)}`);
  }
  return judgeLetIn(
    run,
    exchange,
    `credentials of ${alternativeName(alternative)} (${identity.name}) to be taken`,
  );
}

/** A token that was given without saying for which scheme. */
const isOneSecret = ({ credentials }: Identity): boolean => {
  const secrets = Object.values(credentials);
  return secrets.length > 1 && new Set(secrets).size === 1;
};

function judgeLetIn(run: Run, exchange: Exchange, expected: string): Verdict {
  if (isAccepted(exchange)) return run.provedBy(exchange);
  if (exchange.answer?.status !== 401) return unproven('other-refusal', describeAnswer(exchange));
  return violated({ expected, received: describeAnswer(exchange), exchange: run.record(exchange) });
}
