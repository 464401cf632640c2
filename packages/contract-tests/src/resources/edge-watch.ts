import type { ApiModel, Operation } from '@plumbline/openapi';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import { isJsonObject } from '../values/json.ts';
import type { ItemStore } from './item-store.ts';
import { referencesOf } from './references.ts';
import type { ResourceMap } from './resource-map.ts';

/** That an operation needs the id of a thing, and what a run saw of it. */
export interface Edge {
  readonly operation: string;
  readonly in: 'path' | 'query' | 'body';
  readonly name: string;
  /** The type of the thing. */
  readonly type: string;
  /** True when only a name tells of it. */
  readonly isGuessed: boolean;
  /** Confirmed: an id of it was taken. Refuted: ids of it that exist were answered 404, and none was taken. */
  readonly state: 'confirmed' | 'refuted' | 'open';
}

/** Sees which edges of the graph of resources hold. */
export interface EdgeWatch {
  /** To be told before what the exchange says of items is learned. */
  note(exchange: Exchange): void;
  edges(): readonly Edge[];
}

interface Watched {
  readonly edge: Omit<Edge, 'state'>;
  readonly collection: string;
  isConfirmed: boolean;
  isMissed: boolean;
}

export function createEdgeWatch(model: ApiModel, map: ResourceMap, items: ItemStore): EdgeWatch {
  const byOperation = new Map<string, readonly Watched[]>();

  function watchedOf(operation: Operation): readonly Watched[] {
    const known = byOperation.get(operation.id);
    const watched = known ?? toWatched(model, map, operation);
    byOperation.set(operation.id, watched);
    return watched;
  }

  return {
    note(exchange) {
      const { operation, method, flaw } = exchange.draft;
      if (flaw || method !== operation.method) return;
      const isMissed = exchange.answer?.status === 404;
      if (!isMissed && !isAccepted(exchange)) return;
      for (const watched of watchedOf(operation)) {
        if (watched.isConfirmed) continue;
        if (!idsIn(exchange, watched).some((id) => items.holds(watched.collection, id))) continue;
        if (isMissed) watched.isMissed = true;
        else watched.isConfirmed = true;
      }
    },
    edges: () =>
      model.operations.flatMap(watchedOf).map(({ edge, isConfirmed, isMissed }) => ({
        ...edge,
        state: isConfirmed ? 'confirmed' : isMissed ? 'refuted' : 'open',
      })),
  };
}

function toWatched(model: ApiModel, map: ResourceMap, operation: Operation): readonly Watched[] {
  const inPath = map
    .idsOf(operation)
    .map(({ collection, parameter }) => ({ in: 'path', name: parameter, collection }) as const);
  return [...inPath, ...referencesOf(map, operation, model.schemas)].map(
    ({ in: location, name, collection }) => ({
      edge: {
        operation: operation.id,
        in: location,
        name,
        type: map.typeOf(collection),
        isGuessed: location !== 'path',
      },
      collection,
      isConfirmed: false,
      isMissed: false,
    }),
  );
}

function idsIn({ draft }: Exchange, { edge }: Watched): readonly string[] {
  if (edge.in === 'body')
    return draft.body?.kind === 'value' ? membersNamed(draft.body.value, edge.name) : [];
  return textsOf(draft.values.get(`${edge.in}/${edge.name}`)?.value);
}

/** The values of all properties of a name, at any depth. */
function membersNamed(value: unknown, name: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => membersNamed(item, name));
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([key, member]) =>
    key === name ? textsOf(member) : membersNamed(member, name),
  );
}

const textsOf = (value: unknown): readonly string[] =>
  [value].flat().flatMap((one) => (typeof one === 'string' || typeof one === 'number' ? [String(one)] : []));
