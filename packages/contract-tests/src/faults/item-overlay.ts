import type { Operation } from '@plumbline/openapi';
import { idOf } from '../resources/item-id.ts';
import { isJsonObject } from '../values/json.ts';
import { uuidFor } from '../values/seed.ts';
import type { Call } from './call.ts';
import type { FaultSetup } from './fault-operator.ts';
import { type CallAnswer, type CallRequest, isSuccess, jsonOf, withJson } from './message.ts';
import { pageItems, totalOf, withItems, withPagePart } from './page-parts.ts';

type Setup = Pick<FaultSetup, 'world' | 'map' | 'seed'>;

/** The id in the path that names an item of a collection, `/books`. */
export function idInPath({ map }: Setup, { operation, route }: Call, collection: string): string | undefined {
  const found = operation && map.idsOf(operation).find((candidate) => candidate.collection === collection);
  return found && route.values.get(found.parameter);
}

/** The same request for an item that was never there, which a right server does not find. */
export function elsewhere({ seed }: Setup, request: CallRequest, id: string): CallRequest {
  const other = /^\d+$/.test(id) ? '2147480001' : uuidFor(seed, 'elsewhere');
  const url = new URL(request.url);
  const segments = url.pathname.split('/');
  const at = segments.lastIndexOf(encodeURIComponent(id));
  url.pathname = segments.with(at, other).join('/');
  return { ...request, url: url.href };
}

/** The page of a list without some of its items, its total too; undefined where none of them is on it. */
export function withoutItems(
  { map }: Setup,
  operation: Operation,
  { answer, isHidden }: { readonly answer: CallAnswer; readonly isHidden: (id: string) => boolean },
): CallAnswer | undefined {
  const items = isSuccess(answer) ? pageItems(operation, answer) : undefined;
  const parameter = map.parameterOf(map.collectionOf(operation));
  if (!items || parameter === undefined) return undefined;
  const key = operation.behaviours.pagination?.itemKey;
  const left = items.filter((item) => !isHidden(idOf(item, parameter, key) ?? ''));
  if (left.length === items.length) return undefined;
  return withCount(operation, withItems(operation, answer, left), left.length - items.length);
}

/** The page of a list with one more item, its total too; undefined where it has that item or is no list. */
export function withItem(operation: Operation, answer: CallAnswer, item: unknown): CallAnswer | undefined {
  const items = isSuccess(answer) ? pageItems(operation, answer) : undefined;
  if (!items) return undefined;
  return withCount(operation, withItems(operation, answer, [item, ...items]), 1);
}

function withCount(
  operation: Operation,
  answer: CallAnswer | undefined,
  change: number,
): CallAnswer | undefined {
  const total = answer && totalOf(operation, answer);
  if (answer === undefined || total === undefined) return answer;
  return withPagePart(operation, answer, { part: 'total', value: Math.max(0, total + change) });
}

/** An answer in which members of its object are replaced; undefined where that changes nothing. */
export function withMembers(
  answer: CallAnswer,
  members: Readonly<Record<string, unknown>>,
): CallAnswer | undefined {
  const body = jsonOf(answer)?.value;
  if (!isJsonObject(body)) return undefined;
  const changed = { ...body, ...members };
  return JSON.stringify(changed) === JSON.stringify(body) ? undefined : withJson(answer, changed);
}

/** Reads the item that a request is about, in the name of its caller. */
export async function readItem(
  { world }: Setup,
  call: Call,
  read: Operation | undefined,
): Promise<CallAnswer | undefined> {
  if (!read) return undefined;
  const { request, route } = call;
  const url = world.router.urlOf(read, route.values);
  const headers = new Headers(request.headers);
  for (const name of ['content-type', 'content-length', 'idempotency-key']) headers.delete(name);
  const answer = await call.aside({ method: read.method, url, headers, body: new Uint8Array() });
  return isSuccess(answer) ? answer : undefined;
}
