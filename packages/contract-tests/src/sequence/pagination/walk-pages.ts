import { matchesStatus } from '../../check/status.ts';
import type { Draft } from '../../request/draft.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { type ListProver, withPart } from './list-prover.ts';
import { nextRequest } from './next-page.ts';
import { isLastPage, type Page, readPage } from './read-page.ts';

/** How a walk ended; only after the last page everything was seen. */
export type WalkEnd =
  | { readonly kind: 'last page' }
  | { readonly kind: 'repeated item'; readonly key: string }
  | { readonly kind: 'repeated page'; readonly next: string }
  | { readonly kind: 'many pages' }
  | { readonly kind: 'stopped'; readonly why: string };

export interface Walk {
  readonly limit: number | undefined;
  readonly pages: readonly Page[];
  /** The keys of all items in the order in which they came. */
  readonly keys: readonly string[];
  readonly end: WalkEnd;
}

export interface WalkRequest {
  readonly draft: Draft;
  /** Undefined: the size that the server chooses. */
  readonly limit: number | undefined;
  /** No more pages are asked for. */
  readonly most: number;
  /** Called after each page but the last. */
  readonly between?: (page: Page, pages: number) => Promise<void>;
}

/** Asks for page after page as a client would, until the list ends or comes back to where it was. */
export async function walkPages(prover: ListProver, request: WalkRequest): Promise<Walk> {
  const { draft, limit, most, between } = request;
  const first = limit === undefined ? draft : withPart(draft, prover.pagination.limit, limit);
  const pages: Page[] = [];
  const keys: string[] = [];
  const ended = (end: WalkEnd): Walk => ({ limit, pages, keys, end });
  if (!first) return ended({ kind: 'stopped', why: 'the size of a page cannot be chosen' });
  for (let next: Draft | undefined = first; pages.length < most; ) {
    const exchange = await prover.run.send(next);
    if (isBehindEnd(prover, { exchange, pages, seen: keys.length })) return ended({ kind: 'last page' });
    const page = readAccepted(prover, exchange);
    if (typeof page === 'string') return ended({ kind: 'stopped', why: page });
    const end = endAt(prover, { page, pages, keys, limit });
    pages.push(page);
    keys.push(...page.keys);
    if (end) return ended(end);
    await between?.(page, pages.length);
    next = nextRequest(prover, { first, page, seen: keys.length, pages: pages.length });
    if (!next) return ended({ kind: 'stopped', why: `${page.next ?? 'the next page'} cannot be asked for` });
  }
  return ended({ kind: 'many pages' });
}

function readAccepted({ pagination }: ListProver, exchange: Exchange): Page | string {
  if (!isAccepted(exchange)) return `a page was answered ${describeAnswer(exchange)}`;
  return readPage(pagination, exchange);
}

interface Refusal {
  readonly exchange: Exchange;
  readonly pages: readonly Page[];
  readonly seen: number;
}

/** Some servers refuse a page behind the end, where others show an empty one. The total tells that it lies there. */
function isBehindEnd({ pagination }: ListProver, { exchange, pages, seen }: Refusal): boolean {
  const isCounted = pagination.type === 'page' || pagination.type === 'offset';
  const isRefused = matchesStatus(exchange.answer?.status ?? 0, ['4XX']);
  return isCounted && isRefused && pages.at(-1)?.total === seen;
}

interface Arrival {
  readonly page: Page;
  /** Those before it. */
  readonly pages: readonly Page[];
  readonly keys: readonly string[];
  readonly limit: number | undefined;
}

function endAt({ pagination }: ListProver, { page, pages, keys, limit }: Arrival): WalkEnd | undefined {
  const key = page.keys.find((one, index) => keys.includes(one) || page.keys.indexOf(one) < index);
  if (key !== undefined) return { kind: 'repeated item', key };
  const isLast = isLastPage(pagination, page) ?? page.items.length < Math.max(1, limit ?? 1);
  if (isLast) return { kind: 'last page' };
  const { next } = page;
  const isAgain = next !== undefined && pages.some((earlier) => earlier.next === next);
  return isAgain ? { kind: 'repeated page', next } : undefined;
}
