import { readRateLimit } from '../../check/check-rate-limit.ts';
import { obligationId } from '../../obligation.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';

/** The window may end between two requests, so they are sent once more when it did. */
const attempts = 2;

/** Two requests, one after the other, in one window: the second one finds less left. */
export async function proveRateLimit(run: Run, { draft }: Exchange): Promise<void> {
  const id = obligationId(draft.operation.id, 'X.decrement');
  if (!run.ledger.isOpen(id) || draft.operation.method !== 'GET') return;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const first = await run.send(draft);
    const second = await run.send(draft);
    run.ledger.rule(id, judge(run, { first, second }));
    if (run.ledger.verdict(id).outcome !== 'unproven') return;
  }
}

function judge(
  run: Run,
  { first, second }: { readonly first: Exchange; readonly second: Exchange },
): Verdict {
  const { rateLimit } = second.draft.operation.behaviours;
  if (!rateLimit || !first.answer || !second.answer || !isAccepted(first) || !isAccepted(second)) {
    return unproven('other-refusal', describeAnswer(second));
  }
  const before = readRateLimit(rateLimit, first.answer);
  const after = readRateLimit(rateLimit, second.answer);
  const isOneWindow =
    before.resetAt !== undefined && before.resetAt === after.resetAt && before.limit === after.limit;
  if (!isOneWindow || before.remaining === undefined || after.remaining === undefined) {
    return unproven('not-seen', 'no two answers of one window were seen');
  }
  if (after.remaining < before.remaining || rateLimit.cost === 0 || before.remaining === 0)
    return run.provedBy(first, second);
  return violated({
    expected: `fewer than ${before.remaining} requests left after another one in the same window`,
    received: `${after.remaining}`,
    exchange: run.record(second),
  });
}
