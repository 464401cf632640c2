import type { ApiModel, Operation } from '@plumbline/openapi';
import { idOf, ownerOf, withId } from './item-values.ts';
import { OTHER_IDS } from './places.ts';
import { inferRole, type Role } from './roles.ts';
import type { Seeds } from './seeds.ts';
import { StateRefusal } from './state-refusal.ts';
import type { Item, ShelfAddress, Store } from './store.ts';
import { depthOf, type Table, type Tables } from './tables.ts';

/** Whose things are looked at, and where. */
export interface Sight {
  readonly store: Store;
  readonly tenant: string;
}

/** Things of a description: where they stand and how a path finds them. */
export class Resources {
  readonly tables: Tables;
  readonly seeds: Seeds;
  readonly hasTenants: boolean;
  readonly #roles = new Map<Operation, Role>();

  constructor(model: ApiModel, tables: Tables, seeds: Seeds) {
    this.tables = tables;
    this.seeds = seeds;
    this.hasTenants = model.behaviours.tenancy !== undefined;
  }

  roleOf(operation: Operation): Role {
    const known = this.#roles.get(operation) ?? inferRole(operation, this.tables);
    this.#roles.set(operation, known);
    return known;
  }

  /** Of the items of a table below the first of these ids. */
  addressOf(table: Table, ids: readonly string[], tenant: string): ShelfAddress {
    return {
      collection: table.collection,
      parents: ids.slice(0, depthOf(table)),
      tenant: table.isShared || !this.hasTenants ? '' : tenant,
    };
  }

  /** By its id, else by another name that a path may have for it. */
  find(table: Table, address: ShelfAddress, { store }: Sight, id: string): Item | undefined {
    const found = store.find(address, id);
    if (found || store.isGone(address, id)) return found;
    return this.seeds.isOpen(table)
      ? (byOtherName(store, address, id) ?? this.#open(table, address, store, id))
      : byOtherName(store, address, id);
  }

  /** Throws a refusal with 404 where it is not there. */
  need(table: Table, address: ShelfAddress, sight: Sight, id: string): Item {
    const found = this.find(table, address, sight, id);
    if (found) return found;
    throw new StateRefusal(404, 'not-found', `There is no ${table.type} with the id ${JSON.stringify(id)}.`);
  }

  /** Items that belong to a thing: by a link, or by a property that names it. */
  belongsTo(item: Item, owner: Table, id: string): boolean {
    const linked = item.links[owner.collection];
    return linked === undefined ? ownerOf(item.value, this.tables.foreignNames(owner)) === id : linked === id;
  }

  /** Where nothing tells ids of a table, whatever is asked for is made out of its example. */
  #open(table: Table, address: ShelfAddress, store: Store, id: string): Item | undefined {
    const [sample] = this.seeds.valuesOf(table);
    if (sample === undefined) return undefined;
    const value = withId(sample, id, { table, shapes: this.tables.shapes });
    return store.put(address, { id, value, links: {} });
  }
}

function byOtherName(store: Store, address: ShelfAddress, id: string): Item | undefined {
  for (const item of store.items(address).values()) {
    if (OTHER_IDS.some((name) => idOf(item.value, name) === id)) return item;
  }
  return undefined;
}

/** What is above an item, from the outermost on, for the properties that name it. */
export function ownersOf(
  tables: Tables,
  collection: string,
  ids: readonly string[],
): readonly { readonly names: ReadonlySet<string>; readonly id: string }[] {
  const segments = collection.split('/{}');
  return ids.flatMap((id, index) => {
    const table = tables.of(segments.slice(0, index + 1).join('/{}'));
    return table ? [{ names: tables.foreignNames(table), id }] : [];
  });
}
