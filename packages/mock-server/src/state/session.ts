import {
  createMemoryIdempotencyStore,
  createMemoryRateLimitStore,
  type RateLimitStore,
} from '@plumbline/runtime/server';
import { isObject, type JsonObject } from '../json.ts';
import type {
  CollectionView,
  KnownToken,
  MockSession,
  MockToken,
  SeedData,
  SessionView,
  StateSnapshot,
} from './mock-state.ts';
import { type FirstItems, Store } from './store.ts';

export interface SessionInput {
  readonly firstItems: FirstItems;
  readonly tokens: Readonly<Record<string, MockToken>>;
  readonly now: () => number;
  /** Puts seeds where they belong; throws a `SeedError` before anything was changed. */
  readonly plant: (session: Session, data: SeedData) => void;
  readonly viewCollections: (session: Session) => readonly CollectionView[];
  /** Whether the description has a place for a shelf or singleton. */
  readonly knows: (collection: string) => boolean;
}

/**
 * What one session remembers and has counted. What comes in and what is handed out are copies: values in the store are
 * never changed, on which everything rests that is worked out of one only once.
 */
export class Session implements MockSession {
  readonly name: string;
  readonly store: Store;
  readonly #input: SessionInput;
  #limits: RateLimitStore;
  #keys: ReturnType<typeof createMemoryIdempotencyStore>;

  constructor(name: string, input: SessionInput) {
    this.name = name;
    this.#input = input;
    this.store = new Store(input.firstItems);
    this.#limits = createMemoryRateLimitStore({ now: input.now });
    this.#keys = createMemoryIdempotencyStore({ now: input.now, maxEntries: 10_000 });
    this.#putTokens(input.tokens);
  }

  get limits(): RateLimitStore {
    return this.#limits;
  }

  /** Answers for idempotency keys. */
  get keys(): ReturnType<typeof createMemoryIdempotencyStore> {
    return this.#keys;
  }

  reset(): void {
    this.store.clear();
    this.#forget();
    this.#putTokens(this.#input.tokens);
  }

  snapshot(): StateSnapshot {
    return structuredClone(this.store.snapshot());
  }

  restore(snapshot: StateSnapshot): void {
    requireSnapshot(snapshot);
    const { knows } = this.#input;
    const { shelves, singletons, ...rest } = structuredClone(snapshot);
    this.store.restore({
      ...rest,
      shelves: shelves.filter(({ collection }) => knows(collection)),
      singletons: singletons.filter(({ path }) => knows(path)),
    });
    this.#forget();
  }

  seed(data: SeedData): void {
    this.#input.plant(this, structuredClone(data));
    this.#putTokens(data.tokens ?? {});
  }

  inspect(): SessionView {
    return structuredClone({
      name: this.name,
      collections: this.#input.viewCollections(this),
      singletons: this.store.singletons.map(({ path, parents, tenant, value }) => ({
        path: writtenOut(path, parents),
        tenant,
        value,
      })),
      tokens: [...this.store.tokens].map(([text, token]) => ({ ...shown(token), token: masked(text) })),
    });
  }

  #putTokens(tokens: Readonly<Record<string, MockToken>>): void {
    for (const [text, token] of Object.entries(tokens)) this.store.putToken(text, token);
  }

  #forget(): void {
    const { now } = this.#input;
    this.#limits = createMemoryRateLimitStore({ now });
    this.#keys = createMemoryIdempotencyStore({ now, maxEntries: 10_000 });
  }
}

/** A path with its ids in the place of each `{}`. */
export function writtenOut(path: string, ids: readonly string[]): string {
  let next = 0;
  return path.replace(/\{\}/g, () => encodeURIComponent(ids[next++] ?? ''));
}

function shown({ madeWith: _, isEnded: __, ...token }: KnownToken): MockToken {
  return token;
}

const masked = (text: string): string => `${text.slice(0, 8)}…`;

/** It may come from a file or over HTTP, whatever the types say. */
function requireSnapshot(snapshot: StateSnapshot): void {
  const value: unknown = snapshot;
  const isWhole =
    isObject(value) &&
    value.version === 1 &&
    areObjects(value.shelves) &&
    value.shelves.every(
      ({ collection, parents, items, gone }) =>
        [parents, items, gone].every(Array.isArray) && typeof collection === 'string' && areItems(items),
    ) &&
    areObjects(value.singletons) &&
    value.singletons.every(
      (one) => typeof one.path === 'string' && Array.isArray(one.parents) && isObject(one.value),
    ) &&
    isObject(value.tokens) &&
    typeof value.serial === 'number';
  if (!isWhole) throw new TypeError('This is no snapshot of a mock: restore what `snapshot()` returned.');
}

const areObjects = (value: unknown): value is readonly JsonObject[] =>
  Array.isArray(value) && value.every(isObject);

const areItems = (value: unknown): boolean =>
  areObjects(value) &&
  value.every(({ id, value: item, links }) => typeof id === 'string' && isObject(item) && isObject(links));
