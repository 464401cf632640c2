import type { Operation } from '@plumbline/openapi';
import type { Exchange } from '../run/exchange-record.ts';
import { isAccepted } from '../run/exchange-record.ts';
import { createdId, idOf, itemsOf } from './item-id.ts';
import { linkedItems } from './linked-items.ts';
import { madeBy } from './made-by.ts';
import type { ResourceMap } from './resource-map.ts';

/** An item of a collection that the run knows of. */
export interface Item {
  readonly collection: string;
  /** The ids of the items above it, outermost first. */
  readonly parents: readonly string[];
  readonly id: string;
  /** True when this run made it. */
  readonly isOwn: boolean;
}

/** What the answers of the run tell about which items exist. */
export interface ItemStore {
  learn(exchange: Exchange): void;
  /** The run's own first, the youngest of them first. */
  find(collection: string, parents: readonly string[]): readonly Item[];
  /** Whether an item of a collection has the id, whatever is above it. */
  holds(collection: string, id: string): boolean;
  /** What the run made and did not delete, the youngest first. */
  own(): readonly Item[];
}

/** @param operations where links lead to */
export function createItemStore(map: ResourceMap, operations: readonly Operation[] = []): ItemStore {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  let items: readonly Item[] = [];

  function add(item: Item): void {
    const known = items.find((other) => isSame(other, item));
    if (!known) items = [...items, item];
  }

  function learnCreated(exchange: Exchange): void {
    const { operation } = exchange.draft;
    const collection = map.collectionOf(operation);
    const parameter = map.parameterOf(collection);
    if (!map.isCreate(operation) || !exchange.answer || parameter === undefined) return;
    const id = createdId(operation, exchange.answer, parameter);
    if (id !== undefined) add({ collection, parents: pathIds(map, exchange), id, isOwn: true });
  }

  /** What an action made is cleared away like anything else, where that is possible. */
  function learnStarted(exchange: Exchange): void {
    const { operation } = exchange.draft;
    const place = madeBy({ operations }, map, operation);
    const parameter = place && map.parameterOf(place.collection);
    if (!place || parameter === undefined || !exchange.answer || !map.deleteOf(place.collection)) return;
    const ids = pathIds(map, exchange);
    const id = createdId(operation, exchange.answer, parameter);
    const { collection, depth } = place;
    if (id !== undefined && !ids.includes(id))
      add({ collection, parents: ids.slice(0, depth), id, isOwn: true });
  }

  function learnListed(exchange: Exchange): void {
    const { operation } = exchange.draft;
    const collection = map.collectionOf(operation);
    const parameter = map.parameterOf(collection);
    if (!exchange.answer || parameter === undefined) return;
    const { itemKey } = operation.behaviours.pagination ?? {};
    for (const item of itemsOf(operation, exchange.answer) ?? []) {
      const id = idOf(item, parameter, itemKey);
      if (id !== undefined) add({ collection, parents: pathIds(map, exchange), id, isOwn: false });
    }
  }

  function learnDeleted(exchange: Exchange): void {
    const ids = pathIds(map, exchange);
    const last = map.idsOf(exchange.draft.operation).at(-1);
    if (!last || !exchange.draft.operation.path.endsWith('}')) return;
    items = items.filter(
      ({ collection, id, parents }) =>
        !(collection === last.collection && [...parents, id].join('/') === ids.join('/')) &&
        !isBelow({ collection, parents }, last.collection, ids),
    );
  }

  return {
    learn(exchange) {
      const { method } = exchange.draft;
      if (!isAccepted(exchange) || method !== exchange.draft.operation.method) return;
      if (method === 'POST') learnCreated(exchange);
      if (method !== 'GET') learnStarted(exchange);
      if (method === 'GET') learnListed(exchange);
      if (method === 'DELETE') learnDeleted(exchange);
      // Last: what was just made is the run's own, though a link names it too.
      for (const item of linkedItems(map, byId, exchange)) add({ ...item, isOwn: false });
    },
    find(collection, parents) {
      const found = items.filter(
        (item) => item.collection === collection && item.parents.join('/') === parents.join('/'),
      );
      return [...found.filter(({ isOwn }) => isOwn).reverse(), ...found.filter(({ isOwn }) => !isOwn)];
    },
    holds: (collection, id) => items.some((item) => item.collection === collection && item.id === id),
    own: () => items.filter(({ isOwn }) => isOwn).reverse(),
  };
}

function isSame(one: Item, other: Item): boolean {
  return (
    one.collection === other.collection &&
    [...one.parents, one.id].join('/') === [...other.parents, other.id].join('/')
  );
}

function isBelow(
  item: Pick<Item, 'collection' | 'parents'>,
  collection: string,
  ids: readonly string[],
): boolean {
  return (
    item.collection.startsWith(`${collection}/{}`) &&
    item.parents.slice(0, ids.length).join('/') === ids.join('/')
  );
}

/** The ids in the path of a request, outermost first. */
function pathIds(map: ResourceMap, { draft }: Exchange): readonly string[] {
  return map
    .idsOf(draft.operation)
    .map(({ parameter }) => String(draft.values.get(`path/${parameter}`)?.value ?? ''));
}
