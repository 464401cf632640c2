import { type ObligationKind, obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { newKey } from '../idempotency/key-prover.ts';
import { isMarked } from '../idempotency/replay.ts';

const kind: ObligationKind = 'I.failed';

/** The write under a key of its own, so that the same can be sent again when its caller is served. */
export const withLimitKey = (run: Run, draft: Draft): Draft =>
  draft.operation.behaviours.idempotency?.key.in === 'header'
    ? { ...draft, key: newKey(run, draft, 'refused by the limit') }
    : draft;

/** Whoever was refused by the limit and comes back with the same key has his request carried out. */
export async function ruleKeptRefusal(run: Run, refused: Exchange): Promise<void> {
  const { draft, answer } = refused;
  const id = obligationId(draft.operation.id, kind, String(answer?.status));
  if (run.ledger.has(id)) run.ledger.rule(id, await judge(run, refused));
}

async function judge(run: Run, refused: Exchange): Promise<Verdict> {
  const { idempotency } = refused.draft.operation.behaviours;
  const again = await run.sendNow(refused.draft);
  if (!idempotency || !again.answer) return unproven('no-answer', again.failure);
  if (isAccepted(again) && !isMarked(idempotency, again.answer)) return run.provedBy(refused, again);
  const control = await run.sendNow({ ...refused.draft, key: 'fresh' });
  if (!isAccepted(control))
    return unproven('not-armed', `under another key it was answered ${describeAnswer(control)}`);
  return violated({
    expected: `the key of request ${refused.number}, which the limit refused, to be free`,
    received: isAccepted(again) ? 'an answer from store' : describeAnswer(again),
    exchange: run.record(again),
  });
}
