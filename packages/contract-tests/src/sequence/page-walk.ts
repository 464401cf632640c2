import type { ExchangePart, Operation, Pagination, Parameter } from '@plumbline/openapi';
import { partText } from '../check/part-text.ts';
import { type Draft, withValue } from '../request/draft.ts';
import { itemsOf } from '../resources/item-id.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { describeAnswer, type Run } from '../run/run.ts';
import { atPointer } from '../values/json.ts';

/** One page of a list, as the description tells to read it. */
export interface Page {
  readonly exchange: Exchange;
  readonly items: readonly unknown[];
  /** What identifies each item; undefined where one has nothing. */
  readonly keys: readonly string[] | undefined;
  /** The cursor or address of the next page. */
  readonly next: string | undefined;
  readonly hasMore: boolean | undefined;
  readonly total: number | undefined;
}

/** Undefined when the answer holds no list. */
export function readPage(pagination: Pagination, exchange: Exchange): Page | undefined {
  const { answer } = exchange;
  const items = answer && itemsOf(exchange.draft.operation, answer);
  if (!items) return undefined;
  const keys = items.map((item) => atPointer(item, pagination.itemKey));
  const more = partText(pagination.hasMore, answer);
  const total = partText(pagination.total, answer);
  return {
    exchange,
    items,
    keys: keys.every((key) => typeof key === 'string' || typeof key === 'number')
      ? keys.map(String)
      : undefined,
    next: partText(pagination.next, answer) || undefined, // an empty text names no page
    hasMore: more === undefined ? undefined : more.toLowerCase() === 'true',
    total: total !== undefined && /^\d+$/.test(total) ? Number(total) : undefined,
  };
}

export interface WalkRequest {
  readonly draft: Draft;
  readonly pagination: Pagination;
  readonly limit: number;
  /** No more pages are asked for. */
  readonly pages: number;
}

export type Walk =
  | {
      readonly kind: 'walked';
      readonly keys: readonly string[];
      readonly isEnded: boolean;
      readonly lastPage: Page;
    }
  | { readonly kind: 'broken'; readonly page: Page; readonly expected: string; readonly received: string }
  | { readonly kind: 'unsupported'; readonly detail: string };

export async function walkPages(run: Run, { draft, pagination, limit, pages }: WalkRequest): Promise<Walk> {
  const first = withPart(draft, pagination.limit, limit);
  if (!first) return { kind: 'unsupported', detail: 'the size of a page cannot be chosen' };
  const keys: string[] = [];
  let current: Draft | undefined = first;
  let lastPage: Page | undefined;
  for (let count = 0; current && count < pages; count += 1) {
    const exchange = await run.send(current);
    const page = isAccepted(exchange) ? readPage(pagination, exchange) : undefined;
    if (!page?.keys)
      return { kind: 'unsupported', detail: `a page was answered ${describeAnswer(exchange)}` };
    const twice = page.keys.find((key) => keys.includes(key));
    if (twice !== undefined) {
      return {
        kind: 'broken',
        page,
        expected: 'no item to come twice while walking',
        received: `${twice} again`,
      };
    }
    keys.push(...page.keys);
    lastPage = page;
    const next = nextDraft(first, pagination, { page, limit, seen: keys.length, count });
    if (next === 'unsupported') return { kind: 'unsupported', detail: `pages of type ${pagination.type}` };
    current = next;
  }
  if (!lastPage) return { kind: 'unsupported', detail: 'no page was read' };
  return { kind: 'walked', keys, isEnded: current === undefined, lastPage };
}

interface Position {
  readonly page: Page;
  readonly limit: number;
  readonly seen: number;
  /** Pages before this one. */
  readonly count: number;
}

/** The request for the page after this one; undefined after the last. */
function nextDraft(
  first: Draft,
  pagination: Pagination,
  { page, limit, seen, count }: Position,
): Draft | undefined | 'unsupported' {
  if (pagination.type === 'cursor') {
    return page.next === undefined
      ? undefined
      : (withPart(first, pagination.cursor, page.next) ?? 'unsupported');
  }
  if (pagination.type !== 'offset' && pagination.type !== 'page') return 'unsupported';
  if (page.items.length < limit || page.hasMore === false) return undefined;
  if (pagination.type === 'offset') return withPart(first, pagination.offset, seen) ?? 'unsupported';
  return (
    withPart(first, pagination.page, firstPage(first.operation, pagination) + count + 1) ?? 'unsupported'
  );
}

/** Pages count from 1 unless the parameter says that 0 is the first. */
function firstPage(operation: Operation, { page }: Pagination): number {
  const schema = queryParameter(operation, page)?.schema;
  return typeof schema === 'object' && (schema.default === 0 || schema.minimum === 0) ? 0 : 1;
}

function withPart(draft: Draft, part: ExchangePart | undefined, value: unknown): Draft | undefined {
  const parameter = queryParameter(draft.operation, part);
  return parameter && withValue(draft, parameter, value);
}

function queryParameter(operation: Operation, part: ExchangePart | undefined): Parameter | undefined {
  if (part?.in !== 'query') return undefined;
  return operation.parameters.find(({ in: location, name }) => location === 'query' && name === part.name);
}
