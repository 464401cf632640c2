import type { Definitions } from '@plumbline/json-schema';
import { definitionOf } from '@plumbline/openapi';
import { entriesOf, isRecord, own } from '../document-node.ts';
import { isInt64 } from '../types/int64-schema.ts';

/** A place in documents: what may stand there, the alternatives of a union and the parts of `allOf` taken together. */
export interface PlaceNode {
  readonly key: string;
  readonly parts: readonly Record<string, unknown>[];
  /** What references lead to it, for its name. */
  readonly names: Set<string>;
  readonly isInteger: boolean;
  readonly isText: boolean;
  readonly members: Map<string, PlaceNode>;
  others?: PlaceNode;
  readonly prefix: PlaceNode[];
  items?: PlaceNode;
  /** Whether an integer of 64 bits stands here or below. */
  reaches: boolean;
}

/**
 * The places that the schemas of a description have, each once, so that a schema may refer to itself. Bounded, since
 * unions of unions may have more of them than any document shows.
 */
export interface PlaceGraph {
  /** `undefined` where no integer of 64 bits stands at or below a value of this schema. */
  placeOf(schema: unknown): PlaceNode | undefined;
}

/** What a graph cannot tell apart. */
export interface PlaceReports {
  /** The description has more places than are followed. */
  bound(): void;
  /** The members of this name are integers of 64 bits in one schema and other numbers in another of the same place. */
  mixed(name: string): void;
}

/** Where a description has more, those beyond it count as without any. GitHub's 1,223 operations have some thousands. */
const MAX_PLACES = 100_000;

export function createPlaceGraph(definitions: Definitions, report: PlaceReports): PlaceGraph {
  const graph = new PlaceGraphBuilder(definitions, report);
  return {
    placeOf(schema) {
      const node = graph.nodeOf([schema]);
      graph.complete();
      return node?.reaches ? node : undefined;
    },
  };
}

class PlaceGraphBuilder {
  readonly #definitions: Definitions;
  readonly #report: PlaceReports;
  readonly #ids = new Map<unknown, number>();
  readonly #nodes = new Map<string, PlaceNode>();
  readonly #parents = new Map<PlaceNode, PlaceNode[]>();
  readonly #pending: PlaceNode[] = [];

  constructor(definitions: Definitions, report: PlaceReports) {
    this.#definitions = definitions;
    this.#report = report;
  }

  nodeOf(schemas: readonly unknown[], parent?: PlaceNode): PlaceNode | undefined {
    const { parts, names } = expand(schemas, this.#definitions);
    const key = parts
      .map((part) => this.#idOf(part))
      .sort((one, other) => one - other)
      .join();
    const node = this.#nodes.get(key) ?? this.#add(key, parts);
    if (!node) return undefined;
    for (const name of names) node.names.add(name);
    if (parent) this.#link(parent, node);
    return node;
  }

  /** Finds what is below each place, and what of it reaches an integer of 64 bits. */
  complete(): void {
    const found: PlaceNode[] = [];
    for (let node = this.#pending.pop(); node; node = this.#pending.pop()) {
      this.#fill(node);
      found.push(node);
    }
    const reaching = found.filter(({ isInteger, reaches }) => isInteger || reaches);
    for (let node = reaching.pop(); node; node = reaching.pop()) {
      node.reaches = true;
      reaching.push(...(this.#parents.get(node) ?? []).filter(({ reaches }) => !reaches));
    }
  }

  #link(parent: PlaceNode, node: PlaceNode): void {
    const parents = this.#parents.get(node);
    if (parents) parents.push(parent);
    else this.#parents.set(node, [parent]);
    if (node.reaches) parent.reaches = true;
  }

  #isMixed(schemas: readonly unknown[]): boolean {
    return schemas.some((schema) => {
      const { parts } = expand([schema], this.#definitions);
      const types = parts.flatMap((part) => [own(part, 'type')].flat());
      return !parts.some(isInt64) && (types.includes('integer') || types.includes('number'));
    });
  }

  #idOf(part: unknown): number {
    const id = this.#ids.get(part) ?? this.#ids.size;
    this.#ids.set(part, id);
    return id;
  }

  #add(key: string, parts: readonly Record<string, unknown>[]): PlaceNode | undefined {
    if (this.#nodes.size === MAX_PLACES) this.#report.bound();
    if (this.#nodes.size > MAX_PLACES) return undefined;
    const node: PlaceNode = {
      key,
      parts,
      names: new Set(),
      isInteger: parts.some(isInt64),
      isText: parts.some((part) => [own(part, 'type')].flat().includes('string')),
      members: new Map(),
      prefix: [],
      reaches: false,
    };
    this.#nodes.set(key, node);
    this.#pending.push(node);
    return node;
  }

  #fill(node: PlaceNode): void {
    const { parts } = node;
    const below = (schemas: readonly unknown[]) =>
      schemas.length === 0 ? undefined : this.nodeOf(schemas, node);
    const properties = parts.flatMap((part) => entriesOf(own(part, 'properties')));
    for (const [name, found] of Map.groupBy(properties, ([name]) => name)) {
      const schemas = found.map(([, schema]) => schema);
      const place = below(schemas);
      if (place) node.members.set(name, place);
      if (place?.isInteger && this.#isMixed(schemas)) this.#report.mixed(name);
    }
    const others = below(parts.flatMap(othersOf));
    if (others) node.others = others;
    const prefixes = parts.map((part) => listOf(own(part, 'prefixItems')));
    const length = Math.max(0, ...prefixes.map((prefix) => prefix.length));
    for (let index = 0; index < length; index++) {
      const place = below(prefixes.flatMap((prefix) => prefix.slice(index, index + 1)));
      if (place) node.prefix[index] = place;
    }
    const items = below(parts.flatMap((part) => listOf(own(part, 'items'), isRecord)));
    if (items) node.items = items;
  }
}

const listOf = (value: unknown, isOne: (value: unknown) => boolean = () => false): readonly unknown[] => {
  if (Array.isArray(value)) return value;
  return isOne(value) ? [value] : [];
};

/** As types have it: of several patterns none, for which of them a name is of is not looked at. */
function othersOf(part: unknown): readonly unknown[] {
  const patterns = entriesOf(own(part, 'patternProperties')).map(([, schema]) => schema);
  return [own(part, 'additionalProperties'), ...(patterns.length === 1 ? patterns : [])].filter(isRecord);
}

/** Keywords that say something of a place or what is below it. */
const TELLING = ['type', 'properties', 'additionalProperties', 'patternProperties', 'items', 'prefixItems'];

/** A schema with all that it is composed of, each once, without those that tell nothing. */
function expand(
  schemas: readonly unknown[],
  definitions: Definitions,
): { readonly parts: readonly Record<string, unknown>[]; readonly names: ReadonlySet<string> } {
  const seen = new Set<unknown>();
  const names = new Set<string>();
  const pending = [...schemas];
  for (let schema = pending.pop(); schema !== undefined; schema = pending.pop()) {
    if (!isRecord(schema) || seen.has(schema)) continue;
    seen.add(schema);
    const target = definitionOf(own(schema, '$ref'), definitions);
    if (target !== undefined) pending.push(target);
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) pending.push(...listOf(own(schema, keyword)));
  }
  for (const schema of schemas) {
    const reference = own(schema, '$ref');
    if (typeof reference === 'string') names.add(reference.split('/').at(-1) ?? '');
  }
  const parts = [...seen]
    .filter(isRecord)
    .filter((part) => TELLING.some((keyword) => Object.hasOwn(part, keyword)));
  return { parts, names };
}
