import type { ExchangePart, Operation, Pagination, Parameter } from '@plumbline/openapi';
import { matchesStatus } from '../check/status.ts';
import { type ObligationKind, obligationId } from '../obligation.ts';
import { dereference } from '../plan/constraints.ts';
import { type Draft, withValue } from '../request/draft.ts';
import { addItem } from '../resources/produce.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';
import { type Page, readPage, walkPages } from './page-walk.ts';

/** Holds the pages of a list against what the description says of them. */
export async function provePagination(run: Run, { draft }: Exchange): Promise<void> {
  const { pagination } = draft.operation.behaviours;
  const prover: Prover | undefined = pagination && { run, draft, pagination };
  if (!prover || draft.operation.method !== 'GET') return;
  await fillList(prover);
  const whole = await loadPage(prover, { limit: largestLimit(prover) });
  if (!whole) return;
  const single = await loadPage(prover, { limit: 1 });
  rule(prover, 'G.limit', judgeLimit(prover, whole, single));
  for (const page of [whole, ...(single ? [single] : [])]) {
    rule(prover, 'G.more', judgeMore(prover, page));
    rule(prover, 'G.total', judgeTotal(prover, page));
  }
  if (isWanted(prover, 'G.walk')) rule(prover, 'G.walk', await judgeWalk(prover, whole));
  if (isWanted(prover, 'G.badcursor')) rule(prover, 'G.badcursor', await judgeBadCursor(prover));
}

interface Prover {
  readonly run: Run;
  readonly draft: Draft;
  readonly pagination: Pagination;
}

const idFor = ({ draft }: Prover, kind: ObligationKind): string => obligationId(draft.operation.id, kind);

const isWanted = (prover: Prover, kind: ObligationKind): boolean =>
  prover.run.ledger.has(idFor(prover, kind));

function rule(prover: Prover, kind: ObligationKind, verdict: Verdict): void {
  prover.run.ledger.rule(idFor(prover, kind), verdict);
}

/** The query parameter that a part of a request names. */
function parameterOf(operation: Operation, part: ExchangePart | undefined): Parameter | undefined {
  if (part?.in !== 'query') return undefined;
  return operation.parameters.find(({ in: location, name }) => location === 'query' && name === part.name);
}

function largestLimit({ run, draft, pagination }: Prover): number | undefined {
  const parameter = parameterOf(draft.operation, pagination.limit);
  const schema = parameter && dereference(parameter.schema, run.bench.definitions);
  if (!parameter || typeof schema !== 'object') return undefined;
  return typeof schema.maximum === 'number' ? Math.min(schema.maximum, 100) : undefined;
}

/** A list of two shows more than one of none; what is added is cleared away at the end. */
const wantedItems = 3;

async function fillList({ run, draft }: Prover): Promise<void> {
  const collection = run.map.collectionOf(draft.operation);
  const parents = run.map
    .idsOf(draft.operation)
    .map(({ parameter }) => String(draft.values.get(`path/${parameter}`)?.value ?? ''));
  for (let missing = wantedItems - run.items.find(collection, parents).length; missing > 0; missing -= 1) {
    await addItem(run, collection, parents);
  }
}

async function loadPage(
  prover: Prover,
  at: { readonly limit: number | undefined },
): Promise<Page | undefined> {
  const parameter = parameterOf(prover.draft.operation, prover.pagination.limit);
  const draft =
    parameter && at.limit !== undefined ? withValue(prover.draft, parameter, at.limit) : prover.draft;
  const exchange = await prover.run.send(draft);
  return isAccepted(exchange) ? readPage(prover.pagination, exchange) : undefined;
}

function judgeLimit({ run }: Prover, whole: Page, single: Page | undefined): Verdict {
  if (whole.items.length < 2) return unproven('needs-items');
  if (!single) return unproven('other-refusal', 'a page of one item was refused');
  if (single.items.length <= 1) return run.provedBy(whole.exchange, single.exchange);
  return violated({
    expected: 'at most 1 item',
    received: `${single.items.length} items`,
    exchange: run.record(single.exchange),
  });
}

function judgeMore({ run }: Prover, { hasMore, next, exchange }: Page): Verdict {
  if (hasMore === undefined) return unproven('not-seen');
  if (hasMore === (next !== undefined)) return run.provedBy(exchange);
  return violated({
    expected: hasMore
      ? 'the next page to be named, since more is said to follow'
      : 'no next page, since none is said to follow',
    received: next ?? 'none',
    exchange: run.record(exchange),
  });
}

function judgeTotal({ run, pagination }: Prover, { total, items, hasMore, next, exchange }: Page): Verdict {
  if (total === undefined) return unproven('not-seen', 'no total was told');
  const tellsNext = pagination.hasMore !== undefined || pagination.next !== undefined;
  const isLast = tellsNext && hasMore !== true && next === undefined;
  if (isLast ? total === items.length : total >= items.length) return run.provedBy(exchange);
  return violated({
    expected: `a total of ${isLast ? '' : 'at least '}${items.length}, as many as the page holds`,
    received: String(total),
    exchange: run.record(exchange),
  });
}

/** Walks in pages of about a third, and compares with one large page before and one after. */
async function judgeWalk(prover: Prover, before: Page): Promise<Verdict> {
  const { run, draft, pagination } = prover;
  const { keys } = before;
  if (!keys) return unproven('unsupported', `items have no \`${pagination.itemKey}\``);
  if (keys.length < 2) return unproven('needs-items');
  const limit = Math.max(1, Math.floor(Math.min(keys.length, 9) / 3));
  const pages = Math.ceil(keys.length / limit) + 2;
  const walk = await walkPages(run, { draft, pagination, limit, pages });
  if (walk.kind === 'unsupported') return unproven('unsupported', walk.detail);
  if (walk.kind === 'broken') return violated({ ...walk, exchange: run.record(walk.page.exchange) });
  const after = await loadPage(prover, { limit: largestLimit(prover) });
  // What others deleted while the run walked was not lost by the pages.
  const lost = keys.filter((key) => after?.keys?.includes(key) && !walk.keys.includes(key));
  if (lost.length === 0 && (walk.isEnded || before.hasMore === true))
    return run.provedBy(before.exchange, walk.lastPage.exchange);
  if (!walk.isEnded && before.hasMore === true) return unproven('needs-budget', 'the list is long');
  return violated({
    expected: 'every item of one large page to come while walking in small ones, and the walk to end',
    received: lost.length > 0 ? `${lost.length} missing: ${lost.slice(0, 3).join(', ')}` : 'no end',
    exchange: run.record(walk.lastPage.exchange),
  });
}

async function judgeBadCursor({ run, draft, pagination }: Prover): Promise<Verdict> {
  const parameter = parameterOf(draft.operation, pagination.cursor);
  const { invalidCursor } = pagination;
  if (!parameter) return unproven('unsupported', 'the cursor is no query parameter');
  if (invalidCursor === 'unspecified') return unproven('unspecified');
  const flaw = { description: 'with an invented cursor', refusals: [invalidCursor], breaches: ['2XX'] };
  const exchange = await run.send({ ...withValue(draft, parameter, 'invented-cursor'), flaw });
  if (exchange.answer && matchesStatus(exchange.answer.status, [invalidCursor]))
    return run.provedBy(exchange);
  if (!isAccepted(exchange)) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: `an invented cursor to be refused with ${invalidCursor}`,
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
