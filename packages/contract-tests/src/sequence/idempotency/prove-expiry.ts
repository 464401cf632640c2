import { partText } from '../../check/part-text.ts';
import { obligationId } from '../../obligation.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { findDifference, isSameBody } from './replay.ts';

/** A share of the window that clocks and the time of the run may be off by. */
const marginShare = 0.02;

/** Replays every keyed request just before its window ends and again after it: both times the clock is moved. */
export async function proveExpiry(run: Run): Promise<void> {
  const wanted = run.keyed.filter(({ draft }) => run.ledger.isOpen(idOf(draft.operation.id)));
  for (const group of Map.groupBy(wanted, windowOf).values()) {
    if (!run.settings.clock) {
      for (const { draft } of group) run.ledger.rule(idOf(draft.operation.id), unproven('needs-clock'));
    } else await proveWindow(run, group);
  }
}

const idOf = (operation: string): string => obligationId(operation, 'I.ttl');

const windowOf = ({ draft }: Exchange): number => draft.operation.behaviours.idempotency?.windowMs ?? 0;

/** All that were kept for the same time are waited for together. */
async function proveWindow(run: Run, group: readonly Exchange[]): Promise<void> {
  const times = group.map(({ answer }) => answer?.at ?? 0);
  const window = windowOf(group[0] as Exchange); // groups are never empty
  const margin = Math.max(1000, window * marginShare);
  await moveTo(run, Math.min(...times) + window - margin);
  const early = new Map<Exchange, Exchange>();
  for (const first of group) early.set(first, await run.send(first.draft));
  await moveTo(run, Math.max(...times) + window + margin);
  for (const first of group) {
    const verdict = await judge(run, first, early.get(first) ?? first);
    run.ledger.rule(idOf(first.draft.operation.id), verdict);
  }
}

async function moveTo({ settings }: Run, time: number): Promise<void> {
  const ms = Math.ceil(time - settings.now());
  if (ms > 0) await settings.sleep(ms);
}

async function judge(run: Run, first: Exchange, early: Exchange): Promise<Verdict> {
  const { idempotency } = first.draft.operation.behaviours;
  if (!idempotency || !first.answer || !early.answer) return unproven('no-answer', early.failure);
  if (early.answer.status === 401) return unproven('other-refusal', 'the credentials ended with the time');
  const difference = findDifference(idempotency, { first: first.answer, replay: early.answer });
  if (difference !== undefined) {
    return violated({
      expected: `the stored answer of request ${first.number} until the end of its window`,
      received: difference === 'another status' ? describeAnswer(early) : difference,
      exchange: run.record(early),
    });
  }
  const late = await run.send(first.draft);
  if (!late.answer) return unproven('no-answer', late.failure);
  if (late.answer.status === 401) return unproven('other-refusal', 'the credentials ended with the time');
  const { marker } = idempotency;
  const isSame = late.answer.status === first.answer.status && isSameBody(late.answer, first.answer);
  const isStored = marker ? isSame && partText(marker, late.answer) !== undefined : isSame;
  if (!isStored) return run.provedBy(early, late);
  // What is changed to what it is already answers the same when it is executed again.
  const isTelling = marker !== undefined || run.map.isCreate(first.draft.operation) || !isAccepted(late);
  if (!isTelling) return unproven('vague', 'a new execution would answer the same');
  return violated({
    expected: 'the request to be executed again after the end of its window',
    received: `the stored answer of request ${first.number}`,
    exchange: run.record(late),
  });
}
