import type { Exchange } from '../../run/exchange-record.ts';
import { isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { type ListProver, largestLimit, withPart } from './list-prover.ts';
import { isLastPage, type Page, readPage } from './read-page.ts';
import { type Walk, walkPages } from './walk-pages.ts';

/** A list seen as one page and in small pages, with nothing changed in between. */
export interface Survey {
  /** As much as one page holds, before the walks. */
  readonly before: Page;
  readonly walks: readonly Walk[];
  /** The same page after the walks. */
  readonly after: Page;
  /** How many items there are, by counting them; undefined where not all were seen. */
  readonly size: number | undefined;
  /** Where a walk in pages of this many items would need more pages than are asked for. */
  readonly isLong: boolean;
  /** Whether both pages hold the same items; otherwise others change the list meanwhile. */
  readonly isSettled: boolean;
}

/** Walks in pages of a quarter and of a third of the list. A text tells why it cannot be read. */
export async function surveyList(prover: ListProver): Promise<Survey | string> {
  const first = await surveyOnce(prover);
  return typeof first === 'string' || first.isSettled ? first : surveyOnce(prover);
}

/** Of a list that does not fit in one page, so many small ones are read. */
const mostPages = 8;

async function surveyOnce(prover: ListProver): Promise<Survey | string> {
  const before = await loadPage(prover, largestLimit(prover));
  if (typeof before === 'string') return before;
  const isWhole = isLastPage(prover.pagination, before) === true;
  const walks: Walk[] = [];
  for (const limit of limitsFor(prover, before.keys.length)) {
    walks.push(await walkPages(prover, { draft: prover.draft, limit, most: mostPages }));
  }
  const after = await loadPage(prover, largestLimit(prover));
  if (typeof after === 'string') return after;
  const walked = walks.find(({ end }) => end.kind === 'last page');
  const size = isWhole ? before.keys.length : walked?.keys.length;
  const isSettled = isSameSet(before.keys, after.keys) && before.total === after.total;
  return { before, walks, after, size, isLong: !isWhole && !walked, isSettled };
}

/** Two sizes, so that a boundary falls on different items. */
function limitsFor(prover: ListProver, count: number): readonly (number | undefined)[] {
  if (prover.pagination.type === 'single') return [];
  if (largestLimit(prover) === undefined) return [undefined];
  const seen = Math.max(1, Math.min(count, 30));
  return [...new Set([Math.ceil(seen / 4), Math.ceil(seen / 3)].map((limit) => Math.max(1, limit)))];
}

export async function loadPage(prover: ListProver, limit: number | undefined): Promise<Page | string> {
  const draft = limit === undefined ? prover.draft : withPart(prover.draft, prover.pagination.limit, limit);
  const exchange: Exchange = await prover.run.send(draft ?? prover.draft);
  return isAccepted(exchange)
    ? readPage(prover.pagination, exchange)
    : `the page was answered ${describeAnswer(exchange)}`;
}

export const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && new Set([...one, ...other]).size === new Set(one).size;

export const isSameSequence = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((key, index) => key === other[index]);
