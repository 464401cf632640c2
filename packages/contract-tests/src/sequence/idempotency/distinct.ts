import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { idIn, type Key, type KeyedRequest, renamed, siblingKey } from './key-prover.ts';

/** The request under a key that differs in its last place only makes another thing. */
export async function judgeDistinct(
  { run, first }: KeyedRequest,
  replay: Exchange,
  key: Key,
): Promise<Verdict> {
  const other = await run.send({ ...renamed(run, first.draft), key: siblingKey(key) });
  if (!isAccepted(other)) return unproven('other-refusal', describeAnswer(other));
  const [firstId, replayId, otherId] = [first, replay, other].map((exchange) => idIn(run, exchange));
  if (firstId === undefined || otherId === undefined) {
    return unproven('no-producer', 'the answer tells no id');
  }
  if (firstId === otherId) {
    return violated({
      expected: 'another key to make another resource',
      received: `the id ${firstId} again`,
      exchange: run.record(other),
    });
  }
  return firstId === replayId
    ? run.provedBy(first, other)
    : unproven('blocked-by', 'the replay tells another id; see I.same');
}
