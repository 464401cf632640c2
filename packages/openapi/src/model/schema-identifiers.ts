import { isObject } from '../json-object.ts';
import { itemsOf, membersOf, type Node, textOf } from './node.ts';

/**
 * Schemas that name themselves: `$id`, `$anchor`, `$dynamicAnchor` (JSON Schema 2020-12, section
 * 8.2). The model has one flat set of names instead, so these are resolved while reading.
 */
export interface SchemaIdentifiers {
  /** The description itself, to which `#/…` is relative where no schema has an `$id`. */
  readonly documentResource: Resource;
  /** The resource inside which a node stands. */
  resourceAt(node: Node): Resource;
  /** The resource inside a schema: its own when it has an `$id`. */
  enter(node: Node, outer: Resource): Resource;
  /** Finds `name.json`, `#anchor` and `name.json#anchor`. */
  find(reference: string, resource: Resource): { node: Node; isAmbiguous: boolean } | undefined;
}

export interface Resource {
  readonly node: Node;
  readonly base: string;
}

/** Stands for the address of a description that has no `$self`. Never fetched. */
const unnamed = 'https://description.invalid/';

interface Index {
  readonly byAddress: Map<string, Node[]>;
  readonly resources: Map<string, Resource>;
}

export function createSchemaIdentifiers(root: Node): SchemaIdentifiers {
  const documentResource: Resource = { node: root, base: resolveUrl(textOf(root, '$self') ?? '', unnamed) };
  let index: Index | undefined;
  // Most descriptions have no identifiers: they are looked for once, when something asks.
  const indexed = () => {
    index ??= indexIdentifiers(documentResource);
    return index;
  };

  const enter = (node: Node, outer: Resource): Resource => {
    const id = textOf(node, '$id');
    return id === undefined ? outer : { node, base: resolveUrl(id, outer.base) };
  };

  return {
    documentResource,
    enter,
    resourceAt: (node) => nearestResource(indexed().resources, node) ?? documentResource,
    find: (reference, resource) => {
      const found = indexed().byAddress.get(resolveUrl(reference, resource.base));
      return found?.[0] && { node: found[0], isAmbiguous: found.length > 1 };
    },
  };
}

function resolveUrl(reference: string, base: string): string {
  return URL.canParse(reference, base) ? new URL(reference, base).href : reference;
}

/** The resource of the nearest ancestor (not of the node itself) that has an `$id`. */
function nearestResource(resources: ReadonlyMap<string, Resource>, node: Node): Resource | undefined {
  if (resources.size === 0) return undefined;
  for (let end = node.pointer.lastIndexOf('/'); end >= 0; end = node.pointer.lastIndexOf('/', end - 1)) {
    const found = resources.get(node.pointer.slice(0, end));
    if (found) return found;
    if (end === 0) break;
  }
  return undefined;
}

const naming = ['$id', '$anchor', '$dynamicAnchor'];

/** Whether any object of the tree names itself. Without pointers, since most trees answer no. */
function hasIdentifiers(tree: unknown): boolean {
  const waiting: unknown[] = [tree];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (naming.some((keyword) => Object.hasOwn(next, keyword))) return true;
    for (const inside of Object.values(next)) if (typeof inside === 'object') waiting.push(inside);
  }
  return false;
}

/** Walks the whole tree once. What looks like an `$id` inside an example does no harm: nobody refers to it. */
function indexIdentifiers(documentResource: Resource): Index {
  const index: Index = { byAddress: new Map(), resources: new Map() };
  if (!hasIdentifiers(documentResource.node.value)) return index;
  const waiting: { node: Node; resource: Resource }[] = [
    { node: documentResource.node, resource: documentResource },
  ];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const resource = noteIdentifiers(index, next.node, next.resource);
    const inside = [...membersOf(next.node).map(([, node]) => node), ...itemsOf(next.node)];
    for (const node of inside) {
      if (typeof node.value === 'object' && node.value !== null) waiting.push({ node, resource });
    }
  }
  return index;
}

function noteIdentifiers(index: Index, node: Node, outer: Resource): Resource {
  if (!isObject(node.value)) return outer;
  const note = (address: string) => {
    index.byAddress.set(address, [...(index.byAddress.get(address) ?? []), node]);
  };
  const id = textOf(node, '$id');
  const resource = id === undefined ? outer : { node, base: resolveUrl(id, outer.base) };
  if (id !== undefined) {
    note(resource.base);
    index.resources.set(node.pointer, resource);
  }
  for (const keyword of ['$anchor', '$dynamicAnchor']) {
    const anchor = textOf(node, keyword);
    if (anchor !== undefined) note(resolveUrl(`#${anchor}`, resource.base));
  }
  return resource;
}
