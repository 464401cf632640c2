import { matchesStatus } from '../../check/status.ts';
import type { Draft } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { effectOf } from '../../run/operation-effect.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type KeyedRequest, newKey, renamed } from './key-prover.ts';
import { forOtherItem } from './other-item.ts';
import { isMarked, isSameBody } from './replay.ts';

/** Two requests under one key at once have one effect: the second gets the same answer, or the declared conflict. */
export async function judgeConcurrent(keyed: KeyedRequest): Promise<Verdict> {
  const { run, first } = keyed;
  const draft = await freshTarget(keyed);
  if (!draft) return unproven('needs-items', 'there is nothing left to do it to');
  const keyedDraft = { ...draft, key: newKey(run, first.draft, 'at once') };
  const both = await Promise.all([run.send(keyedDraft), run.send(keyedDraft)]);
  return judge(keyed, both);
}

/** What can be done only once needs another thing to do it to. */
async function freshTarget({ run, first }: KeyedRequest): Promise<Draft | undefined> {
  const isOnce = effectOf(run.map, first.draft.operation) === 'consumes';
  return isOnce ? forOtherItem(run, first.draft) : renamed(run, first.draft);
}

function judge(keyed: KeyedRequest, both: readonly [Exchange, Exchange]): Verdict {
  const { run, idempotency } = keyed;
  const { concurrent } = idempotency;
  const [done, refused] = both.toSorted((one, other) => Number(isAccepted(other)) - Number(isAccepted(one)));
  if (!done?.answer || !refused?.answer || !isAccepted(done)) {
    return unproven('not-armed', `both requests were refused: ${describeAnswer(both[0])}`);
  }
  const { status } = refused.answer;
  const isSame = status === done.answer.status && isSameBody(done.answer, refused.answer);
  if (isSame && !areUnmarked(keyed, both)) return run.provedBy(done, refused);
  const isDeclared = concurrent !== 'wait' && concurrent !== 'unspecified';
  if (isDeclared && matchesStatus(status, [concurrent])) return run.provedBy(done, refused);
  const isLeftOpen = concurrent === 'unspecified' && !isAccepted(refused);
  if (isLeftOpen || matchesStatus(status, ['401', '403', '429', '5XX'])) {
    return isLeftOpen && matchesStatus(status, ['409', '425'])
      ? run.provedBy(done, refused)
      : unproven('other-refusal', describeAnswer(refused));
  }
  return violated({
    expected: `of two requests at once under one key, the second to get the answer of the first${isDeclared ? ` or ${concurrent}` : ''}`,
    received: isSame
      ? `both answers without \`${idempotency.marker?.text}\``
      : isAccepted(refused)
        ? 'two different answers'
        : describeAnswer(refused),
    exchange: run.record(refused),
  });
}

/** A change that is carried out twice answers the same twice: only the mark tells which answer is from store. */
function areUnmarked({ run, idempotency, first }: KeyedRequest, both: readonly Exchange[]): boolean {
  if (!idempotency.marker || run.map.isCreate(first.draft.operation)) return false;
  return both.every(({ answer }) => answer && !isMarked(idempotency, answer));
}
