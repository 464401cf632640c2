import { obligationId } from '../../obligation.ts';
import { revealedOnce } from '../../plan/revealed-once.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { unproven, violated } from '../../verdict.ts';
import { objectIn } from './sight.ts';

/** A shorter text may stand in an answer by chance. */
const leastLength = 8;

/** Remembers the secrets of an answer, and tells when another operation's answer shows one again. */
export function noteSecrets(run: Run, exchange: Exchange): void {
  const { operation } = exchange.draft;
  for (const [secret, { obligation, operation: maker }] of run.revealed) {
    // The operation that made it may answer the same again under the same key.
    if (maker === operation.id || !exchange.answer?.text.includes(secret)) continue;
    run.ledger.rule(obligation, shownAgain(run, exchange, maker));
  }
  for (const [name, secret] of secretsIn(run, exchange)) {
    run.revealed.set(secret, {
      obligation: obligationId(operation.id, 'L.secret-once', name),
      operation: operation.id,
    });
  }
}

function secretsIn({ model }: Run, exchange: Exchange): readonly (readonly [string, string])[] {
  const value = isAccepted(exchange) && exchange.draft.method !== 'GET' ? objectIn(exchange) : undefined;
  if (!value) return [];
  return revealedOnce(exchange.draft.operation, model).flatMap((name) => {
    const secret = value[name];
    return typeof secret === 'string' && secret.length >= leastLength ? [[name, secret] as const] : [];
  });
}

const shownAgain = (run: Run, exchange: Exchange, maker: string) =>
  violated({
    expected: `a secret that only ${maker} shows`,
    received: `the answer of ${exchange.draft.operation.id} with it`,
    exchange: run.record(exchange),
  });

/** What was made was read or listed, and `noteSecrets` found nothing in it. */
export function judgeSecrets(run: Run, created: Exchange, looks: readonly (Exchange | undefined)[]): void {
  const shown = looks.filter((look) => look !== undefined && isAccepted(look));
  for (const name of revealedOnce(created.draft.operation, run.model)) {
    const id = obligationId(created.draft.operation.id, 'L.secret-once', name);
    const [look] = shown;
    run.ledger.rule(
      id,
      look ? run.provedBy(created, look) : unproven('not-seen', 'nothing else shows what was made'),
    );
  }
}
