import type { MediaType, Operation } from '@plumbline/openapi';
import type { Bodies } from '../answer/bodies.ts';
import type { Examples } from '../answer/examples.ts';
import type { MadeValues } from '../answer/made-values.ts';
import { lookUp } from '../answer/pointer.ts';
import { MockRefusal } from '../answer/prism-problem.ts';
import { toSeed } from '../answer/seed.ts';
import { isObject, type JsonObject } from '../json.ts';
import { idOf, ownerOf, withId, withOwners } from './item-values.ts';
import { withAddresses } from './seed-addresses.ts';
import type { Item, ShelfAddress } from './store.ts';
import type { Answered, Table, Tables } from './tables.ts';

export interface SeedsInput {
  readonly tables: Tables;
  readonly bodies: Bodies;
  readonly examples: Examples;
  readonly made: MadeValues;
  readonly seed: string;
  /** Whose things the examples are. Other tenants begin with nothing. */
  readonly homeTenant: string;
}

/** Made items of a table that the description has no examples of. */
const MADE_ITEMS = 3;

interface Rows {
  readonly values: readonly JsonObject[];
  /** Whether the author shows an id of one in the path. */
  readonly isKnown: boolean;
}

/** What stands in a collection before anybody wrote to it: the description's examples, else a few made items. */
export class Seeds {
  readonly #input: SeedsInput;
  readonly #rows = new Map<Table, Rows>();

  constructor(input: SeedsInput) {
    this.#input = input;
  }

  /** Of one shelf, in a fixed order. */
  itemsOf(address: ShelfAddress): readonly Item[] {
    const { tables, homeTenant } = this.#input;
    const table = tables.of(address.collection);
    if (!table || (address.tenant !== homeTenant && address.tenant !== '')) return [];
    if (this.#isUntold(table)) return [];
    const rows = this.#under(table, address);
    return rows.map((value, place) => ({
      id: idOf(value, table.idName) ?? `#${place}`,
      value,
      links: {},
      place,
    }));
  }

  /** Nothing tells ids of it, so any id is taken for one of it. What a list shows of things without ids is no hint. */
  isOpen(table: Table): boolean {
    return table.idName === undefined || this.#isUntold(table);
  }

  /** Neither an operation nor the path's own example shows one. */
  #isUntold(table: Table): boolean {
    return table.list === undefined && table.create === undefined && !this.#rowsOf(table).isKnown;
  }

  /** Valid values of the table's items. */
  valuesOf(table: Table): readonly JsonObject[] {
    return this.#rowsOf(table).values;
  }

  /** The body that the operation answers without state; undefined where none can be made. */
  staticBody(operation: Operation, content: MediaType): unknown {
    const key = `${operation.id} ${content.mediaType}`;
    const wish = { isNamed: false, isDynamic: false, seed: this.#input.seed, key };
    try {
      return this.#input.bodies.choose(content, wish);
    } catch (error) {
      // Nothing fits the schema; that has been told as a finding.
      if (error instanceof MockRefusal) return undefined;
      throw error;
    }
  }

  #under(table: Table, address: ShelfAddress): readonly JsonObject[] {
    const { tables } = this.#input;
    const { values } = this.#rowsOf(table);
    const parent = address.parents.at(-1);
    const above = parentTable(tables, table);
    if (parent === undefined || above === undefined || this.isOpen(above)) return values;
    const names = tables.foreignNames(above);
    const siblings = this.itemsOf(upper(address, above));
    const isHome = siblings[0]?.id === parent;
    const known = new Set(siblings.map(({ id }) => id));
    const own = values.filter((value) => {
      const owner = ownerOf(value, names);
      return owner !== undefined && known.has(owner) ? owner === parent : isHome;
    });
    const shape = tables.shapes.of(table.schema);
    return own.map((value) => withOwners(value, [{ names, id: parent }], shape, tables.shapes));
  }

  #rowsOf(table: Table): Rows {
    const known = this.#rows.get(table) ?? this.#collect(table);
    this.#rows.set(table, known);
    return known;
  }

  /** Each with an id that its path takes: what a list shows can be read. */
  #collect(table: Table): Rows {
    const { values, isKnown } = this.#found(table);
    const { made, seed, tables } = this.#input;
    const source = { made, seed: `${seed} ${table.collection}`, shapes: tables.shapes };
    return { values: merged(withAddresses(values, table, source), table.idName), isKnown };
  }

  #found(table: Table): Rows {
    const sources = [table.list, table.read].flatMap((source) => source ?? []);
    const written = merged(
      sources.flatMap((source) => this.#written(source, table)),
      table.idName,
    );
    if (written.length > 0) return this.#withParameterExample(written, table);
    const shown = sources.flatMap((source) => this.#shown(source, table));
    const made = merged([...shown, ...this.#made(table)], table.idName);
    return this.#withParameterExample(made.slice(0, Math.max(MADE_ITEMS, shown.length)), table);
  }

  #written({ content, place }: Answered, table: Table): readonly JsonObject[] {
    return this.#input.examples
      .all(content)
      .flatMap(({ value }) => itemsAt(value, place.tokens))
      .filter((value) => table.idName === undefined || idOf(value, table.idName) !== undefined);
  }

  #shown({ operation, content, place }: Answered, table: Table): readonly JsonObject[] {
    return itemsAt(this.staticBody(operation, content), place.tokens).filter(
      (value) => idOf(value, table.idName) !== undefined,
    );
  }

  #made(table: Table): readonly JsonObject[] {
    const seed = toSeed(`${this.#input.seed} ${table.collection}`);
    return Array.from({ length: MADE_ITEMS * 2 }, (_, index) =>
      this.#input.made.attempt(table.schema, (seed + index) >>> 0),
    ).flatMap((made) => (isObject(made?.value) ? [made.value] : []));
  }

  /** An id that the author shows in the path is that of something. */
  #withParameterExample(values: readonly JsonObject[], table: Table): Rows {
    const example = table.idParameter?.examples[0]?.value;
    const isUsable = (typeof example === 'string' && example !== '') || Number.isSafeInteger(example);
    const [first, ...rest] = values;
    if (!isUsable || first === undefined) return { values, isKnown: false };
    const id = String(example);
    if (values.some((value) => idOf(value, table.idName) === id)) return { values, isKnown: true };
    const { shapes } = this.#input.tables;
    return { values: [withId(first, id, { table, shapes }), ...rest], isKnown: true };
  }
}

function itemsAt(body: unknown, tokens: readonly string[]): readonly JsonObject[] {
  const found = lookUp(body, tokens);
  return (Array.isArray(found) ? found : [found]).filter(isObject);
}

/** One row for each id; the fuller of two that show the same thing adds to the other. */
function merged(values: readonly JsonObject[], idName: string | undefined): readonly JsonObject[] {
  const rows = new Map<string, JsonObject>();
  for (const value of values) {
    const id = idOf(value, idName) ?? `#${rows.size}`;
    rows.set(id, { ...rows.get(id), ...value });
  }
  return [...rows.values()];
}

/** The table that the last id above an item is of. */
export function parentTable(tables: Tables, { collection }: Pick<Table, 'collection'>): Table | undefined {
  const end = collection.lastIndexOf('/{}');
  return end === -1 ? undefined : tables.of(collection.slice(0, end));
}

/** Where the item stands that a shelf is below. */
export function upper(
  { parents, tenant }: ShelfAddress,
  above: Pick<Table, 'collection' | 'isShared'>,
): ShelfAddress {
  return {
    collection: above.collection,
    parents: parents.slice(0, -1),
    tenant: above.isShared ? '' : tenant,
  };
}
