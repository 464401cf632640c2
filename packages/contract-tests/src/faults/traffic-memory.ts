import type { Operation } from '@plumbline/openapi';
import { createdId, idOf, itemsOf } from '../resources/item-id.ts';
import type { ResourceMap } from '../resources/resource-map.ts';
import type { Call } from './call.ts';
import { type CarriedCredentials, type CredentialReader, callerKey } from './credentials-in-request.ts';
import { type CallAnswer, type CallRequest, isSuccess, jsonOf } from './message.ts';
import { suiteAnswer } from './suite-answer.ts';

export interface SeenExchange {
  readonly request: CallRequest;
  readonly answer: CallAnswer;
}

/** An item that answers told of. */
export interface SeenItem {
  readonly id: string;
  /** The path of the item. */
  readonly path: string;
  /** The item as it was last seen. */
  readonly value: unknown;
}

/** What the right answers of a server have told so far. */
export class TrafficMemory {
  readonly #map: ResourceMap;
  readonly #reader: CredentialReader;
  readonly #lastGood = new Map<string, SeenExchange>();
  readonly #lastOfStatus = new Map<number, CallAnswer>();
  readonly #callers = new Map<string, Map<string, CarriedCredentials>>();
  readonly #items = new Map<string, Map<string, SeenItem>>();

  constructor(map: ResourceMap, reader: CredentialReader) {
    this.#map = map;
    this.#reader = reader;
  }

  note({ request, route, operation }: Call, answer: CallAnswer): void {
    this.#lastOfStatus.set(answer.status, answer);
    if (!operation || !isSuccess(answer)) return;
    this.#lastGood.set(operation.id, { request, answer });
    const credentials = this.#reader.read(request);
    this.#remember(`operation ${operation.id}`, credentials);
    this.#remember('any', credentials);
    const path = new URL(request.url).pathname;
    for (const value of route.values.values()) this.#remember(accessKey(path, value), credentials);
    this.#noteItems({ operation, answer, path, credentials });
  }

  #remember(what: string, credentials: CarriedCredentials): void {
    if (credentials.size === 0) return;
    const known = this.#callers.get(what) ?? new Map<string, CarriedCredentials>();
    this.#callers.set(what, known.set(callerKey(credentials), credentials));
  }

  #noteItems({ operation, answer, path, credentials }: SeenItems): void {
    if (operation.method === 'DELETE') this.#forget(path);
    for (const item of this.#itemsIn(operation, answer, path)) {
      const collection = item.path.slice(0, item.path.lastIndexOf('/'));
      const known = this.#items.get(collection) ?? new Map<string, SeenItem>();
      known.delete(item.id);
      this.#items.set(collection, known.set(item.id, item));
      this.#remember(accessKey(item.path, item.id), credentials);
    }
  }

  #itemsIn(operation: Operation, answer: CallAnswer, path: string): readonly SeenItem[] {
    const collection = this.#map.collectionOf(operation);
    const parameter = this.#map.parameterOf(collection);
    const at = (id: string, value: unknown) => ({ id, value, path: `${path}/${encodeURIComponent(id)}` });
    if (this.#map.isCreate(operation) && parameter !== undefined) {
      const id = createdId(operation, suiteAnswer(answer), parameter);
      return id === undefined ? [] : [at(id, jsonOf(answer)?.value)];
    }
    if (operation.method === 'DELETE') return [];
    if (operation.method !== 'GET' || parameter === undefined) return readItem(operation, answer, path);
    const items = itemsOf(operation, suiteAnswer(answer)) ?? [];
    return items.flatMap((item) => {
      const id = idOf(item, parameter, operation.behaviours.pagination?.itemKey);
      return id === undefined ? [] : [at(id, item)];
    });
  }

  #forget(path: string): void {
    const at = path.lastIndexOf('/');
    this.#items.get(path.slice(0, at))?.delete(decodeURIComponent(path.slice(at + 1)));
  }

  /** The last request that an operation accepted. */
  lastGood({ id }: Operation): SeenExchange | undefined {
    return this.#lastGood.get(id);
  }

  lastOfStatus(status: number): CallAnswer | undefined {
    return this.#lastOfStatus.get(status);
  }

  /** The credentials that an operation let in, the first one first. */
  letIn({ id }: Operation): readonly CarriedCredentials[] {
    return [...(this.#callers.get(`operation ${id}`)?.values() ?? [])];
  }

  /** The credentials that some operation let in, the first one first. */
  known(): readonly CarriedCredentials[] {
    return [...(this.#callers.get('any')?.values() ?? [])];
  }

  /** Who was let in to what the last id of a path names. */
  withAccess(path: string, id: string): readonly CarriedCredentials[] {
    return [...(this.#callers.get(accessKey(path, id))?.values() ?? [])];
  }

  /** The items of the collection at a path, the last seen first. */
  itemsAt(path: string): readonly SeenItem[] {
    return [...(this.#items.get(path)?.values() ?? [])].reverse();
  }
}

interface SeenItems {
  readonly operation: Operation;
  readonly answer: CallAnswer;
  readonly path: string;
  readonly credentials: CarriedCredentials;
}

/** The path up to and with an id. */
function accessKey(path: string, id: string): string {
  const segments = path.split('/');
  const at = segments.lastIndexOf(encodeURIComponent(id));
  return `item ${segments.slice(0, at + 1).join('/')}`;
}

function readItem(operation: Operation, answer: CallAnswer, path: string): readonly SeenItem[] {
  if (!operation.path.endsWith('}')) return [];
  const id = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));
  return [{ id, path, value: jsonOf(answer)?.value }];
}
