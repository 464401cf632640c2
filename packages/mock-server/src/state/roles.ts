import type { Operation } from '@plumbline/openapi';
import { guessEffect } from './guess-effect.ts';
import { jsonContent, listPlace, type Place, successOf } from './places.ts';
import { depthOf, type Table, type Tables } from './tables.ts';

/** What an operation does with the state. */
export type Role =
  | { readonly kind: 'create'; readonly table: Table; readonly link?: TableLink }
  | { readonly kind: 'list'; readonly table: Table; readonly place: Place; readonly link?: TableLink }
  | { readonly kind: 'read' | 'delete'; readonly table: Table }
  | { readonly kind: 'update' | 'replace'; readonly table: Table }
  | Action
  | { readonly kind: 'singleton'; readonly change: 'none' | 'update' | 'replace' }
  /** It shows or does something below things, which must be there. */
  | { readonly kind: 'view' };

export interface Action {
  readonly kind: 'action';
  /** Of the item that it works on. */
  readonly table: Table;
  /** JSON Pointer in the item to its new value. */
  readonly set: Readonly<Record<string, unknown>>;
  readonly creates?: Table;
  /** Nobody declared `set`; it was read from the operation's name. */
  readonly isGuess: boolean;
}

/** Items of a table that belong to the thing which the path names last, though its own paths do not say so. */
export interface TableLink {
  readonly collection: string;
}

/** Declared with `x-contract-resource`, else read from method, path and schemas. */
export function inferRole(operation: Operation, tables: Tables): Role {
  const isItem = operation.path.endsWith('}');
  return isItem ? itemRole(operation, tables) : memberRole(operation, tables);
}

function itemRole(operation: Operation, tables: Tables): Role {
  const collection = tables.map.idsOf(operation).at(-1)?.collection;
  const table = collection === undefined ? undefined : tables.of(collection);
  const declared = operation.behaviours.resource?.op;
  if (!table || declared === 'none') return { kind: 'view' };
  if (declared === 'action') return actionOn(operation, table, tables);
  switch (operation.method) {
    case 'GET':
      return table.read?.operation === operation
        ? { kind: 'read', table }
        : (listRole(operation, tables) ?? { kind: 'view' });
    case 'DELETE':
      return { kind: 'delete', table };
    case 'PUT':
      return { kind: 'replace', table };
    case 'PATCH':
    case 'POST':
      return { kind: 'update', table };
    default:
      return { kind: 'view' };
  }
}

function memberRole(operation: Operation, tables: Tables): Role {
  const declared = operation.behaviours.resource?.op;
  if (operation.method === 'GET') return listRole(operation, tables) ?? singletonRole(operation, tables);
  if (declared === 'none') return { kind: 'view' };
  if (declared === 'action') return belowItem(operation, tables) ?? { kind: 'view' };
  if (operation.method === 'POST') {
    return createRole(operation, tables) ?? belowItem(operation, tables) ?? { kind: 'view' };
  }
  const singleton = singletonRole(operation, tables);
  return singleton.kind === 'view' ? (belowItem(operation, tables) ?? singleton) : singleton;
}

/** Of the items of the path itself, or of another table whose items these are. */
function listRole(operation: Operation, tables: Tables): Role | undefined {
  const content = jsonContent(successOf(operation)?.content ?? []);
  const collection = tables.map.collectionOf(operation);
  if (content?.schema === undefined) return undefined;
  const declared = operation.behaviours.resource?.op;
  if (declared !== undefined && declared !== 'list' && !tables.shapes.of(content.schema).types.has('array')) {
    return undefined;
  }
  const word = collection.slice(collection.lastIndexOf('/') + 1);
  const place = listPlace(content.schema, tables.shapes, { operation, word });
  if (!place) return undefined;
  const own = tables.of(collection);
  const hasItems = own?.read !== undefined || own?.create !== undefined;
  const other = hasItems ? undefined : otherTable(operation, tables, nameOf(place));
  if (other) return { kind: 'list', place, ...other };
  return own ? { kind: 'list', table: own, place } : undefined;
}

function createRole(operation: Operation, tables: Tables): Role | undefined {
  const own = tables.of(tables.map.collectionOf(operation));
  if (own?.create === operation) return { kind: 'create', table: own };
  const schema = jsonContent(successOf(operation, ['201'])?.content ?? [])?.schema;
  const type =
    operation.behaviours.resource?.type ?? (schema === undefined ? undefined : referenceName(schema));
  const other = otherTable(operation, tables, type);
  return other && { kind: 'create', ...other };
}

const nameOf = (place: Place): string | undefined => referenceName(place.schema);

function referenceName(schema: Place['schema']): string | undefined {
  const reference = typeof schema === 'object' ? schema.$ref : undefined;
  return typeof reference === 'string' ? reference.replace(/^.*\//, '') : undefined;
}

/** The table of a type that stands elsewhere, where the ids of this path tell everything above it. */
function otherTable(
  operation: Operation,
  tables: Tables,
  named: string | undefined,
): { readonly table: Table; readonly link?: TableLink } | undefined {
  const declared = operation.behaviours.resource;
  const type = declared === undefined ? named : declared.type;
  const table = type === undefined ? undefined : tables.named(type);
  if (!table?.read || !standsAbove(operation, tables, table)) return undefined;
  const depth = depthOf(table);
  const owner = tables.map.idsOf(operation).slice(depth).at(-1);
  if (owner === undefined) return { table };
  // What answers the thing itself below itself does something with it.
  if (owner.collection === table.collection) return undefined;
  return tables.of(owner.collection) ? { table, link: { collection: owner.collection } } : undefined;
}

/** Whether the first ids of the path are those above the table. */
function standsAbove(operation: Operation, tables: Tables, table: Table): boolean {
  const own = tables.map.idsOf(operation);
  return (
    own.length >= depthOf(table) &&
    own.slice(0, depthOf(table)).every(({ collection }) => table.collection.startsWith(`${collection}/{}`))
  );
}

/** GET shows it, PATCH and PUT on the same path change it. */
function singletonRole(operation: Operation, tables: Tables): Role {
  const path = tables.map.collectionOf(operation);
  const [read, patch, put] = ['GET', 'PATCH', 'PUT'].map((method) => tables.at(method, path));
  const shown = read && jsonContent(successOf(read)?.content ?? [])?.schema;
  const isShown = shown !== undefined && tables.shapes.of(shown).properties.size > 0;
  const isDeclared = operation.behaviours.resource?.op === 'singleton';
  if (!isShown || !(isDeclared || patch || put)) return { kind: 'view' };
  if (operation === read) return { kind: 'singleton', change: 'none' };
  if (operation === patch) return { kind: 'singleton', change: 'update' };
  return operation === put ? { kind: 'singleton', change: 'replace' } : { kind: 'view' };
}

/** An operation with a name of its own on an item. */
function belowItem(operation: Operation, tables: Tables): Role | undefined {
  const last = tables.map.idsOf(operation).at(-1);
  const isDirect = /\}\/[^{}/]+$/.test(operation.path);
  const table = last && isDirect ? tables.of(last.collection) : undefined;
  return table && actionOn(operation, table, tables);
}

function actionOn(operation: Operation, table: Table, tables: Tables): Action {
  const declared = operation.behaviours.resource;
  const made = declared?.creates === undefined ? undefined : tables.named(declared.creates);
  const creates = made && standsAbove(operation, tables, made) ? { creates: made } : {};
  if (declared) return { kind: 'action', table, set: declared.set, ...creates, isGuess: false };
  return { kind: 'action', table, set: guessEffect(operation, table, tables.shapes), isGuess: true };
}
