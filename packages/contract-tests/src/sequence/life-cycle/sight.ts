import type { Operation } from '@plumbline/openapi';
import { partText } from '../../check/part-text.ts';
import { dereference } from '../../plan/constraints.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import { idOf, itemsOf } from '../../resources/item-id.ts';
import { viewOf } from '../../resources/view.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../values/json.ts';

/** A thing as an answer shows it. */
export interface Sight {
  readonly exchange: Exchange;
  readonly value: JsonObject;
}

/** The object in the body of a success. */
export function objectIn({ answer }: Exchange): JsonObject | undefined {
  const value = answer && parseJson(answer.text)?.value;
  return isJsonObject(value) ? value : undefined;
}

/** The ids in the path of a request, outermost first. */
export function pathIds(run: Run, { operation, values }: Draft): readonly string[] {
  return run.map
    .idsOf(operation)
    .map(({ parameter }) => String(values.get(`path/${parameter}`)?.value ?? ''));
}

/** A request for an operation whose path starts with these ids; undefined where nobody may call it. */
export async function draftAt(
  run: Run,
  operation: Operation,
  ids: readonly string[],
): Promise<Draft | undefined> {
  const identity = await run.callers.sufficient(operation);
  if (!identity) return undefined;
  const path = new Map(run.map.idsOf(operation).map(({ parameter }, index) => [parameter, ids[index] ?? '']));
  const draft = draftFor(run, operation, { identity, path });
  return 'missing' in draft ? undefined : draft;
}

/** Asks for the item with these ids. */
export async function readAt(
  run: Run,
  read: Operation,
  ids: readonly string[],
): Promise<Exchange | undefined> {
  const draft = await draftAt(run, read, ids);
  return draft && run.send(draft);
}

/** Looks at what a request works on; undefined where nothing shows it now. */
export async function see(run: Run, draft: Draft): Promise<Sight | undefined> {
  const view = viewOf(run.model, draft.operation);
  const exchange = view && (await readAt(run, view, pathIds(run, draft)));
  const value = exchange && isAccepted(exchange) ? objectIn(exchange) : undefined;
  return exchange && value && { exchange, value };
}

/** The first page of a collection, as large as it may be. */
export interface Listing {
  readonly exchange: Exchange;
  /** The items by their ids. */
  readonly items: ReadonlyMap<string, JsonObject>;
  /** Whether it may hold more than this page. */
  readonly isWhole: boolean;
}

/** Lists a collection; undefined where nothing lists it. */
export async function list(
  run: Run,
  collection: string,
  parents: readonly string[],
): Promise<Listing | undefined> {
  const operation = run.map.listOf(collection);
  const draft = operation && (await draftAt(run, operation, parents));
  if (!operation || !draft) return undefined;
  const exchange = await run.send(withLargestPage(run, draft));
  return isAccepted(exchange) ? readListing(run, exchange) : undefined;
}

function readListing(run: Run, exchange: Exchange): Listing | undefined {
  const { operation } = exchange.draft;
  const found = exchange.answer && itemsOf(operation, exchange.answer);
  if (!found) return undefined;
  const parameter = run.map.parameterOf(run.map.collectionOf(operation)) ?? 'id';
  const { pagination } = operation.behaviours;
  const items = found.flatMap((item): readonly [string, JsonObject][] => {
    const id = idOf(item, parameter, pagination?.itemKey);
    return id !== undefined && isJsonObject(item) ? [[id, item]] : [];
  });
  return { exchange, items: new Map(items), isWhole: isLastPage(operation, exchange) };
}

/** Without pagination everything is in one answer; where pages do not tell of the next, there may be more. */
function isLastPage({ behaviours }: Operation, { answer }: Exchange): boolean {
  const { pagination } = behaviours;
  if (!pagination || pagination.type === 'single') return true;
  if (pagination.hasMore) return answer !== undefined && partText(pagination.hasMore, answer) === 'false';
  return pagination.next !== undefined && answer !== undefined && !partText(pagination.next, answer);
}

export function largestPage({ bench }: Run, { behaviours, parameters }: Operation) {
  const { limit } = behaviours.pagination ?? {};
  const parameter = parameters.find(
    ({ in: place, name }) => limit?.in === 'query' && place === 'query' && name === limit.name,
  );
  const schema = parameter && dereference(parameter.schema, bench.definitions);
  if (!parameter || typeof schema !== 'object' || typeof schema.maximum !== 'number') return undefined;
  return { parameter, size: Math.min(schema.maximum, 100) };
}

export function withLargestPage(run: Run, draft: Draft): Draft {
  const page = largestPage(run, draft.operation);
  return page ? withValue(draft, page.parameter, page.size) : draft;
}
