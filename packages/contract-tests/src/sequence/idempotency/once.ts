import type { Operation } from '@plumbline/openapi';
import type { Draft } from '../../request/draft.ts';
import { idOf, itemsOf } from '../../resources/item-id.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { describeAnswer } from '../../run/run.ts';
import { parseJson, property, sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type ListProver, largestLimit } from '../pagination/list-prover.ts';
import { isLastPage } from '../pagination/read-page.ts';
import { loadPage } from '../pagination/survey-list.ts';
import { idIn, type KeyedRequest, newKey, renamed, withOtherBody } from './key-prover.ts';

/** What a list holds, to count what was added to it. */
export interface Count {
  readonly keys: readonly string[];
  /** How many there are in all; undefined where the list does not tell and its page does not hold all. */
  readonly total: number | undefined;
  readonly exchange: Exchange;
}

/** Counts the list that a request adds to; undefined where there is none that can be counted. */
export async function countList(run: Run, draft: Draft): Promise<Count | undefined> {
  const list = run.map.listOf(run.map.collectionOf(draft.operation));
  const pagination = list?.behaviours.pagination;
  const written = list && (await draftAt(run, list, draft));
  if (!written) return undefined;
  if (!pagination || pagination.type === 'single') return countWhole(run, written);
  const prover: ListProver = { run, draft: written, pagination };
  const page = await loadPage(prover, largestLimit(prover));
  if (typeof page === 'string') return undefined;
  const isWhole = isLastPage(pagination, page) === true;
  const isExact = pagination.totalIs === 'exact' || pagination.totalIs === 'optional';
  return {
    keys: page.keys,
    total: isWhole ? page.keys.length : isExact ? page.total : undefined,
    exchange: page.exchange,
  };
}

/** A list without pages is there as a whole. */
async function countWhole(run: Run, draft: Draft): Promise<Count | undefined> {
  const exchange = await run.send(draft);
  const items = isAccepted(exchange) && exchange.answer && itemsOf(draft.operation, exchange.answer);
  if (!items) return undefined;
  const parameter = run.map.parameterOf(run.map.collectionOf(draft.operation)) ?? 'id';
  return { keys: items.flatMap((item) => idOf(item, parameter) ?? []), total: items.length, exchange };
}

/** The plain request of another operation for the same ids. */
async function draftAt(run: Run, operation: Operation, { values }: Draft): Promise<Draft | undefined> {
  const identity = await run.callers.sufficient(operation);
  if (!identity) return undefined;
  const ids = [...values].flatMap(([key, { value }]) => (key.startsWith('path/') ? [String(value)] : []));
  const path = new Map(run.map.idsOf(operation).map(({ parameter }, index) => [parameter, ids[index] ?? '']));
  const draft = draftFor(run, operation, { identity, path });
  return 'missing' in draft ? undefined : draft;
}

interface Counted {
  readonly before: Count | undefined;
  readonly replay: Exchange;
}

/** Two requests under one key add one item to the list. */
export async function judgeAddedOnce(keyed: KeyedRequest, { before, replay }: Counted): Promise<Verdict> {
  const { run, first } = keyed;
  const [firstId, replayId] = [idIn(run, first), idIn(run, replay)];
  const after = before && (await countList(run, first.draft));
  const added = before && after && countAdded(before, after);
  if (firstId !== undefined && replayId !== undefined && firstId !== replayId) {
    return twice(keyed, replay, `the ids ${firstId} and ${replayId}`);
  }
  if (added === undefined) return unproven('no-producer', 'the list cannot be counted');
  if (added === 1) return run.provedBy(first, replay, after?.exchange ?? replay);
  if (added < 1) return unproven('not-seen', 'what was made is not in the list');
  return (await isAddedAgain(keyed)) ? twice(keyed, replay, `${added} new items`) : unproven('unsettled');
}

const twice = ({ run }: KeyedRequest, replay: Exchange, received: string): Verdict =>
  violated({
    expected: 'two requests under one key to make one thing',
    received,
    exchange: run.record(replay),
  });

function countAdded(before: Count, after: Count): number | undefined {
  if (before.total !== undefined && after.total !== undefined) return after.total - before.total;
  return undefined;
}

/** Others may have added something meanwhile, but hardly twice. */
async function isAddedAgain({ run, first }: KeyedRequest): Promise<boolean> {
  const before = await countList(run, first.draft);
  const draft = { ...renamed(run, first.draft), key: newKey(run, first.draft, 'once more') };
  await run.send(draft);
  await run.send(draft);
  const after = await countList(run, first.draft);
  return before !== undefined && after !== undefined && (countAdded(before, after) ?? 0) > 1;
}

/** Between request and replay something else is written; the replay does not write over it. */
export async function judgeChangedOnce(keyed: KeyedRequest): Promise<Verdict> {
  const { run, first } = keyed;
  const read = run.map.readOfItem(first.draft.operation);
  const reading = read && (await draftAt(run, read, first.draft));
  const other = withOtherBody(run, first.draft);
  const name = other && changedProperty(first.draft, other);
  if (!reading || !other || name === undefined)
    return unproven('vague', 'no two bodies that differ are known');
  const second = await run.send({ ...other, key: newKey(run, first.draft, 'between') });
  if (!isAccepted(second))
    return unproven('not-armed', `the change between was answered ${describeAnswer(second)}`);
  const between = await run.send(reading);
  const replay = await run.send(first.draft);
  const after = await run.send(reading);
  const valueIn = ({ answer }: Exchange) => property(answer && parseJson(answer.text)?.value, name);
  if (!sameJson(valueIn(between), sentIn(other, name))) {
    return unproven('not-armed', `\`${name}\` does not read as it was written`);
  }
  if (sameJson(valueIn(after), valueIn(between))) return run.provedBy(second, replay, after);
  if (!sameJson(valueIn(after), sentIn(first.draft, name))) return unproven('unsettled');
  return violated({
    expected: `a replay to change nothing: \`${name}\` ${JSON.stringify(valueIn(between))}`,
    received: `\`${name}\` ${JSON.stringify(valueIn(after))}, as the first request wrote it`,
    exchange: run.record(replay),
  });
}

const sentIn = ({ body }: Draft, name: string): unknown =>
  body?.kind === 'value' ? property(body.value, name) : undefined;

/** A property that both bodies set, to different plain values. */
function changedProperty(one: Draft, other: Draft): string | undefined {
  if (one.body?.kind !== 'value') return undefined;
  const names = Object.keys(Object(one.body.value));
  return names.find((name) => {
    const values = [sentIn(one, name), sentIn(other, name)];
    return (
      values.every((value) => typeof value !== 'object' && value !== undefined) && values[0] !== values[1]
    );
  });
}
