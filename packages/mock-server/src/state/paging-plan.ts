import type { ExchangePart, Operation } from '@plumbline/openapi';
import { parsePointer } from '../answer/pointer.ts';
import { firstOf, type SchemaShape, type SchemaShapes } from './schema-shapes.ts';

/** How a list is cut into pages. */
export interface PagingPlan {
  /** Names of query parameters. */
  readonly limit?: string;
  readonly cursor?: string;
  readonly page?: string;
  readonly offset?: string;
  /** The number of the first page. */
  readonly firstPage: number;
  readonly usualLimit: number;
  /** Where the answer tells of the pages. */
  readonly next?: AnswerPart;
  readonly hasMore?: AnswerPart;
  readonly total?: AnswerPart;
  /** The next page is named by its URL. */
  readonly isByUrl: boolean;
  /** The list has one page only. */
  readonly isSingle: boolean;
  /** Whether a cursor that nobody gave out is refused. */
  readonly refusesCursors: boolean;
}

export type AnswerPart =
  | { readonly in: 'header'; readonly name: string }
  | { readonly in: 'body'; readonly tokens: readonly string[] };

/** Items of a page when neither the request nor the description says how many. */
const USUAL_LIMIT = 20;

/** Declared, in whichever vocabulary, else read from names that many APIs use. Undefined where nothing is about pages. */
export function toPagingPlan(
  operation: Operation,
  body: SchemaShape,
  shapes: SchemaShapes,
): PagingPlan | undefined {
  return declaredPlan(operation, shapes) ?? namedPlan(operation, body, shapes);
}

function declaredPlan(operation: Operation, shapes: SchemaShapes): PagingPlan | undefined {
  const { pagination } = operation.behaviours;
  if (!pagination) return undefined;
  const next = answerPart(pagination.next);
  const hasMore = answerPart(pagination.hasMore);
  const total = answerPart(pagination.total);
  return {
    ...requestNames({
      limit: queryName(pagination.limit),
      cursor: queryName(pagination.cursor),
      page: queryName(pagination.page),
      offset: queryName(pagination.offset),
    }),
    ...(next ? { next } : {}),
    ...(hasMore ? { hasMore } : {}),
    ...(total ? { total } : {}),
    ...numbersOf(operation, shapes, queryName(pagination.limit), queryName(pagination.page)),
    isByUrl: pagination.type === 'link',
    isSingle: pagination.type === 'single',
    refusesCursors: pagination.invalidCursor !== 'unspecified',
  };
}

const queryName = (part: ExchangePart | undefined): string | undefined =>
  part?.in === 'query' ? part.name : undefined;

function answerPart(part: ExchangePart | undefined): AnswerPart | undefined {
  if (part?.message !== 'response') return undefined;
  if (part.in === 'header') return { in: 'header', name: part.name.toLowerCase() };
  return part.in === 'body' ? { in: 'body', tokens: parsePointer(part.pointer) } : undefined;
}

interface Names {
  readonly limit: string | undefined;
  readonly cursor: string | undefined;
  readonly page: string | undefined;
  readonly offset: string | undefined;
}

/** Only those that are there. */
function requestNames(names: Names): Partial<Record<keyof Names, string>> {
  return Object.fromEntries(Object.entries(names).filter(([, name]) => name !== undefined));
}

const LIMIT = /^(limit|per_?page|page_?size|max_?results|size|top|take|page\[size\])$/i;
const PAGE = /^(page|page_?number|page_?no|page\[number\])$/i;
const OFFSET = /^(offset|skip|start_?index|page\[offset\])$/i;
const CURSOR =
  /^(cursor|after|starting_?after|page_?token|next_?token|next_?cursor|start_?cursor|pagination_?token|continuation_?token)$/i;
const NEXT = /^(next_?cursor|next_?page_?token|next_?token|cursor)$/i;
const HAS_MORE = /^(has_?more|has_?next(_?page)?)$/i;
const TOTAL = /^(total|total_?count|total_?items|total_?results|total_?size)$/i;

function namedPlan(operation: Operation, body: SchemaShape, shapes: SchemaShapes): PagingPlan | undefined {
  const queries = operation.parameters.filter(({ in: place }) => place === 'query');
  const named = (pattern: RegExp) => queries.find(({ name }) => pattern.test(name))?.name;
  const names = { limit: named(LIMIT), cursor: named(CURSOR), page: named(PAGE), offset: named(OFFSET) };
  if (Object.values(names).every((name) => name === undefined)) return undefined;
  const member = (pattern: RegExp, types: readonly string[]): AnswerPart | undefined => {
    const name = [...body.properties.keys()].find(
      (candidate) =>
        pattern.test(candidate) && types.some((type) => shapes.property(body, candidate).types.has(type)),
    );
    return name === undefined ? undefined : { in: 'body', tokens: [name] };
  };
  const next = names.cursor === undefined ? undefined : member(NEXT, ['string']);
  const hasMore = member(HAS_MORE, ['boolean']);
  const total = member(TOTAL, ['integer', 'number']);
  return {
    ...requestNames(names),
    ...(next ? { next } : {}),
    ...(hasMore ? { hasMore } : {}),
    ...(total ? { total } : {}),
    ...numbersOf(operation, shapes, names.limit, names.page),
    isByUrl: false,
    isSingle: false,
    refusesCursors: false,
  };
}

function numbersOf(
  { parameters }: Operation,
  shapes: SchemaShapes,
  limit: string | undefined,
  page: string | undefined,
): Pick<PagingPlan, 'usualLimit' | 'firstPage'> {
  const shapeOf = (name: string | undefined) =>
    shapes.of(parameters.find((one) => one.in === 'query' && one.name === name)?.schema);
  const usual = firstOf(shapeOf(limit), 'default');
  const first = [firstOf(shapeOf(page), 'default'), firstOf(shapeOf(page), 'minimum')].find(
    (number) => number === 0 || number === 1,
  );
  return {
    usualLimit: typeof usual === 'number' && usual > 0 ? usual : USUAL_LIMIT,
    firstPage: first === 0 ? 0 : 1,
  };
}
