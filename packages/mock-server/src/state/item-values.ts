import type { Schema } from '@plumbline/json-schema';
import { lookUp, parsePointer, replaceAt } from '../answer/pointer.ts';
import { isObject, type JsonObject } from '../json.ts';
import { spelling } from './places.ts';
import { firstOf, type SchemaShape, type SchemaShapes } from './schema-shapes.ts';
import type { Table } from './tables.ts';

/** The id of an item as a path has it; undefined where it has none. */
export function idOf(value: JsonObject, idName: string | undefined): string | undefined {
  const id = idName === undefined ? undefined : lookUp(value, idTokens(idName));
  return (typeof id === 'string' && id !== '') || Number.isSafeInteger(id) ? String(id) : undefined;
}

/** The way in to the id of an item. */
export const idTokens = (idName: string): readonly string[] => parsePointer(`/${idName}`);

/** What describes the id of an item, or what a request says of it; no shape at all where nothing does. */
export const idShape = (shape: SchemaShape, idName: string, shapes: SchemaShapes): SchemaShape =>
  idTokens(idName).reduce((inner, token) => shapes.property(inner, token), shape);

/** Each description of the id. */
export function idSchemas(shape: SchemaShape, idName: string, shapes: SchemaShapes): readonly Schema[] {
  const [name = idName, ...way] = idTokens(idName).toReversed();
  const holder = way.reduceRight((inner, token) => shapes.property(inner, token), shape);
  return holder.properties.get(name) ?? [];
}

/** The item without its id. */
export function withoutId(value: JsonObject, idName: string | undefined): JsonObject {
  if (idName === undefined || idOf(value, idName) === undefined) return value;
  const rest = replaceAt(value, idTokens(idName), undefined);
  return isObject(rest) ? rest : value;
}

/** An id as the property has it: a number where it takes numbers only. */
export function idValue(id: string, shape: SchemaShape): unknown {
  const isNumber = (shape.types.has('integer') || shape.types.has('number')) && !shape.types.has('string');
  return isNumber && /^-?\d{1,15}$/.test(id) ? Number(id) : id;
}

export function withId(value: JsonObject, id: string, { table, shapes }: OfTable): JsonObject {
  const { idName } = table;
  if (idName === undefined) return value;
  const told = idValue(id, idShape(shapes.of(table.schema), idName, shapes));
  const [name = '', ...deeper] = idTokens(idName);
  // What stands beside it inside stays; the order of the members does, too.
  return { ...value, [name]: replaceAt(value[name], deeper, told) };
}

export interface OfTable {
  readonly table: Table;
  readonly shapes: SchemaShapes;
}

/** The ids of things above put into the properties that name them, as far as the item has such. */
export function withOwners(
  value: JsonObject,
  owners: readonly { readonly names: ReadonlySet<string>; readonly id: string }[],
  shape: SchemaShape,
  shapes: SchemaShapes,
): JsonObject {
  const set = [...shape.properties.keys()].flatMap((name): [string, unknown][] => {
    const owner = owners.find(({ names }) => names.has(spelling(name)));
    return owner ? [[name, idValue(owner.id, shapes.property(shape, name))]] : [];
  });
  return set.length === 0 ? value : { ...value, ...Object.fromEntries(set) };
}

/** The id that a property of the item names something else by; undefined where it names none. */
export function ownerOf(value: JsonObject, names: ReadonlySet<string>): string | undefined {
  for (const [name, part] of Object.entries(value)) {
    if (!names.has(spelling(name))) continue;
    if (typeof part === 'string' || typeof part === 'number') return String(part);
  }
  return undefined;
}

/** What a property tells of when the item was made or last changed. */
export function timeKind(name: string): 'created' | 'updated' | undefined {
  const plain = spelling(name);
  if (/^(date)?(created|inserted|added)(at|on|date|time|timestamp|datetime)?$/.test(plain)) return 'created';
  if (
    /^(date)?(updated|modified|changed|lastupdated|lastmodified)(at|on|date|time|timestamp|datetime)?$/.test(
      plain,
    )
  )
    return 'updated';
  return undefined;
}

/** A time as the property writes it; undefined where it writes none. */
export function timeValue(now: number, shape: SchemaShape): unknown {
  const format = firstOf(shape, 'format');
  if (shape.types.has('string') || shape.types.size === 0) {
    if (format === 'date') return new Date(now).toISOString().slice(0, 10);
    return format === 'date-time' ? new Date(now).toISOString() : undefined;
  }
  const isNumber = shape.types.has('integer') || shape.types.has('number');
  return isNumber ? Math.floor(now / 1000) : undefined;
}
