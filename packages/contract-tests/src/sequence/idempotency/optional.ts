import { matchesStatus } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { violated } from '../../verdict.ts';

/**
 * Whether a refused request without a key is accepted with one, though the key may be left out. That it is accepted
 * without one is seen on every such answer.
 */
export async function needsKey(run: Run, refused: Exchange): Promise<boolean> {
  const { draft, answer } = refused;
  const id = obligationId(draft.operation.id, 'I.optional');
  if (draft.key !== 'none' || !run.ledger.has(id)) return false;
  if (!matchesStatus(answer?.status ?? 0, ['400', '412', '422', '428'])) return false;
  const keyed: Draft = { ...draft, key: 'fresh' };
  if (!isAccepted(await run.send(keyed))) return false;
  run.ledger.rule(
    id,
    violated({
      expected: 'a request without a key to be accepted, as it is with one',
      received: describeAnswer(refused),
      exchange: run.record(refused),
    }),
  );
  return true;
}
