import type { JsonObject } from '../json.ts';
import type {
  ItemSnapshot,
  KnownToken,
  ShelfSnapshot,
  SingletonSnapshot,
  StateSnapshot,
} from './mock-state.ts';

/** One thing. Values are replaced, never changed, so what was made of one stays true of it. */
export type Item = ItemSnapshot;

/** Where items stand. */
export interface ShelfAddress {
  readonly collection: string;
  readonly parents: readonly string[];
  readonly tenant: string;
}

/** What stands on a shelf before anybody put something there. */
export type FirstItems = (address: ShelfAddress) => readonly Item[];

/** Things of one session; more would be a leak of whoever uses the mock, not a test. */
export const MAX_ITEMS = 100_000;
/** What is added stands behind everything that was there at the start. */
const FIRST_ADDED = 1_000_000;
/** Shelves of one session. Each parent that is asked about has one. */
const MAX_SHELVES = 20_000;

/** Thrown when a session holds as much as it may. */
export class StoreFull extends Error {
  override readonly name = 'StoreFull';
}

interface Shelf extends ShelfAddress {
  /** Another one after each change. */
  version: number;
  readonly items: Map<string, Item>;
  readonly gone: Set<string>;
}

/** The things of one session: shelves of items, each filled when it is first looked at. */
export class Store {
  readonly #firstItems: FirstItems;
  readonly #shelves = new Map<string, Shelf>();
  readonly #singletons = new Map<string, SingletonSnapshot>();
  readonly #tokens = new Map<string, KnownToken>();
  #size = 0;
  #serial = 0;
  /** Never begins anew, so that what was made of one version is not taken for another one's. */
  #changes = 0;
  /** Tokens that somebody told the session of, beside those that were made in it. */
  #toldTokens = 0;

  constructor(firstItems: FirstItems) {
    this.#firstItems = firstItems;
  }

  /** In the order in which they came. */
  items(address: ShelfAddress): ReadonlyMap<string, Item> {
    return this.#shelf(address).items;
  }

  /** A number that is another one after each change of the shelf. */
  version(address: ShelfAddress): number {
    return this.#shelf(address).version;
  }

  find(address: ShelfAddress, id: string): Item | undefined {
    return this.#shelf(address).items.get(id);
  }

  /** Whether an item of that id was taken away. */
  isGone(address: ShelfAddress, id: string): boolean {
    return this.#shelf(address).gone.has(id);
  }

  /** Adds an item at the end, or puts its value in the place of what has its id. */
  put(address: ShelfAddress, item: Omit<Item, 'place'>): Item {
    const shelf = this.#shelf(address);
    const { items, gone } = shelf;
    const before = items.get(item.id);
    if (!before) this.#grow();
    const placed = { ...item, place: before?.place ?? FIRST_ADDED + this.nextSerial() };
    items.set(item.id, placed);
    if (gone.size > 0) gone.delete(item.id);
    shelf.version = this.#nextVersion();
    return placed;
  }

  /** Takes an item away, and with it everything that stands below it. */
  remove(address: ShelfAddress, id: string): boolean {
    const shelf = this.#shelf(address);
    if (!shelf.items.delete(id)) return false;
    // Its place is taken by the note that it is gone, so the size stays.
    shelf.gone.add(id);
    shelf.version = this.#nextVersion();
    this.#removeBelow(address, id);
    return true;
  }

  /** The shelves that were looked at. */
  get shelves(): readonly ShelfAddress[] {
    return [...this.#shelves.values()];
  }

  singleton(address: ShelfAddress): JsonObject | undefined {
    return this.#singletons.get(keyOf(address))?.value;
  }

  putSingleton({ collection, parents, tenant }: ShelfAddress, value: JsonObject): void {
    const key = keyOf({ collection, parents, tenant });
    if (!this.#singletons.has(key)) this.#grow();
    this.#singletons.set(key, { path: collection, parents, tenant, value });
  }

  get singletons(): readonly SingletonSnapshot[] {
    return [...this.#singletons.values()];
  }

  get tokens(): ReadonlyMap<string, KnownToken> {
    return this.#tokens;
  }

  /** Whether somebody told the session which tokens are good: there are no others then. */
  get knowsTokens(): boolean {
    return this.#toldTokens > 0;
  }

  putToken(text: string, token: KnownToken): void {
    const before = this.#tokens.get(text);
    if (!before) this.#grow();
    this.#toldTokens += countTold(token) - countTold(before);
    this.#tokens.set(text, token);
  }

  /** Tokens that were made with an item are of no use without it. */
  endTokens(item: { readonly collection: string; readonly id: string }): void {
    for (const [text, token] of this.#tokens) {
      const isOfItem = token.madeWith?.collection === item.collection && token.madeWith.id === item.id;
      if (isOfItem) this.putToken(text, { ...token, isEnded: true });
    }
  }

  /** A number that no other thing of the session was made from. */
  nextSerial(): number {
    this.#serial += 1;
    return this.#serial;
  }

  snapshot(): StateSnapshot {
    return {
      version: 1,
      shelves: [...this.#shelves.values()].map(({ items, gone, version: _, ...address }) => ({
        ...address,
        items: [...items.values()],
        gone: [...gone],
      })),
      singletons: this.singletons,
      tokens: Object.fromEntries(this.#tokens),
      serial: this.#serial,
    };
  }

  /** Puts shelves, singletons and tokens in the place of everything. */
  restore({ shelves, singletons, tokens, serial }: StateSnapshot): void {
    this.clear();
    this.#serial = serial;
    for (const shelf of shelves) this.#restoreShelf(shelf);
    for (const { path, parents, tenant, value } of singletons) {
      this.putSingleton({ collection: path, parents, tenant }, value);
    }
    for (const [text, token] of Object.entries(tokens)) this.putToken(text, token);
  }

  clear(): void {
    this.#shelves.clear();
    this.#singletons.clear();
    this.#tokens.clear();
    this.#toldTokens = 0;
    this.#size = 0;
    this.#serial = 0;
  }

  #restoreShelf({ collection, parents, tenant, items, gone }: ShelfSnapshot): void {
    const shelf = this.#addShelf({ collection, parents, tenant });
    for (const item of items) {
      this.#grow();
      shelf.items.set(item.id, item);
    }
    for (const id of gone) {
      this.#grow();
      shelf.gone.add(id);
    }
  }

  #shelf(address: ShelfAddress): Shelf {
    const known = this.#shelves.get(keyOf(address));
    if (known) return known;
    const shelf = this.#addShelf(address);
    for (const item of this.#firstItems(address)) {
      this.#grow();
      shelf.items.set(item.id, item);
    }
    return shelf;
  }

  #addShelf({ collection, parents, tenant }: ShelfAddress): Shelf {
    if (this.#shelves.size >= MAX_SHELVES)
      throw new StoreFull(`A session has at most ${MAX_SHELVES} shelves.`);
    const version = this.#nextVersion();
    const shelf: Shelf = { collection, parents, tenant, items: new Map(), gone: new Set(), version };
    this.#shelves.set(keyOf(shelf), shelf);
    return shelf;
  }

  #removeBelow({ collection, parents, tenant }: ShelfAddress, id: string): void {
    const path = [...parents, id];
    const isBelow = (address: ShelfAddress) =>
      address.tenant === tenant &&
      address.collection.startsWith(`${collection}/{}/`) &&
      path.every((parent, index) => address.parents[index] === parent);
    for (const shelf of [...this.#shelves.values()].filter(isBelow)) {
      this.#size -= shelf.items.size + shelf.gone.size;
      // It stays, empty: a shelf that is new would be filled again.
      shelf.items.clear();
      shelf.gone.clear();
      shelf.version = this.#nextVersion();
    }
    for (const [key, { path: collectionOf, ...rest }] of this.#singletons) {
      if (!isBelow({ collection: collectionOf, ...rest })) continue;
      this.#singletons.delete(key);
      this.#size -= 1;
    }
  }

  #nextVersion(): number {
    this.#changes += 1;
    return this.#changes;
  }

  #grow(): void {
    if (this.#size >= MAX_ITEMS) throw new StoreFull(`A session holds at most ${MAX_ITEMS} things.`);
    this.#size += 1;
  }
}

const countTold = (token: KnownToken | undefined): number =>
  token !== undefined && token.madeWith === undefined ? 1 : 0;

/** Ids come from requests, so each is told with its length: no two addresses have the same key. */
function keyOf({ collection, parents, tenant }: ShelfAddress): string {
  let key = `${tenant.length} ${tenant} ${collection}`;
  for (const parent of parents) key += ` ${parent.length} ${parent}`;
  return key;
}
