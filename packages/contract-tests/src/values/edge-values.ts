import type { Schema, SchemaObject } from '@plumbline/json-schema';
import { extraName, type LegalEdge } from '../plan/legal-edges.ts';
import { dereference } from '../plan/references.ts';
import { isSchema } from '../plan/schema-places.ts';
import { isJsonObject, type JsonObject } from './json.ts';
import { tryMakeOnce } from './make.ts';
import { writtenValue } from './widen.ts';
import type { Workbench } from './workbench.ts';

/** Longer texts are not made. */
const longestText = 100_000;

/** Values at an edge made from what stands in its place now, the likeliest first. Whether they are legal is checked later. */
export function edgeValues(
  bench: Workbench,
  edge: LegalEdge,
  { current, purpose }: { readonly current: unknown; readonly purpose: string },
): readonly unknown[] {
  const { kind } = edge;
  switch (kind.type) {
    case 'number':
    case 'literal':
      return [kind.value];
    case 'length':
      return textsOf(bench, edge, { ...kind, current, purpose });
    case 'items':
      return itemsOf(bench, edge.schema, { count: kind.count, current, purpose });
    case 'members':
      return isJsonObject(current)
        ? [resize(bench, edge.schema, { count: kind.count, current, purpose })]
        : [];
    case 'branch':
      return branchValues(bench, edge, kind.branch, purpose);
    case 'present':
      return isJsonObject(current)
        ? memberValues(bench, kind.schema, purpose).map((value) => ({ ...current, [kind.property]: value }))
        : [];
    case 'bare':
      return isJsonObject(current) ? [pick(current, new Set(kind.required))] : [];
    case 'extra':
      return isJsonObject(current) ? [{ ...current, [extraName]: true }] : [];
  }
}

interface TextWish {
  readonly length: number;
  readonly isAstral: boolean;
  readonly current: unknown;
  readonly purpose: string;
}

function textsOf(bench: Workbench, { schema }: LegalEdge, wish: TextWish): readonly unknown[] {
  const { length, isAstral, current, purpose } = wish;
  if (length > longestText) return [];
  const text = resizeText(typeof current === 'string' ? current : '', length, isAstral);
  const isFree = schema.pattern === undefined && schema.format === undefined;
  if (isFree) return [text];
  const made = tryMakeOnce(bench, narrowed(schema, length), purpose);
  return made ? [text, made.value] : [text];
}

/** So many code points, which begin like the text that stands there: it may have been made to be unique. */
function resizeText(text: string, length: number, isAstral: boolean): string {
  const points = [...text].slice(0, isAstral ? Math.floor(length / 2) : length);
  return points.join('') + (isAstral ? '\u{1d49c}' : 'a').repeat(length - points.length);
}

const narrowings = new WeakMap<SchemaObject, Map<number, Schema>>();

/** The schema for texts of exactly this length; the same object each time, since what is compiled of it is kept. */
function narrowed(schema: SchemaObject, length: number): Schema {
  const known = narrowings.get(schema) ?? new Map<number, Schema>();
  narrowings.set(schema, known);
  const narrow = known.get(length) ?? {
    allOf: [schema, { type: 'string', minLength: length, maxLength: length }],
  };
  known.set(length, narrow);
  return narrow;
}

interface SizeWish {
  readonly count: number;
  readonly current: unknown;
  readonly purpose: string;
}

function itemsOf(bench: Workbench, schema: SchemaObject, wish: SizeWish): readonly unknown[] {
  const { count, current, purpose } = wish;
  const items: unknown[] = Array.isArray(current) ? current.slice(0, count) : [];
  const texts = new Set(items.map((item) => JSON.stringify(item)));
  for (let attempt = 0; items.length < count && attempt < count * 4; attempt += 1) {
    const item = itemAt(bench, schema, attempt, purpose);
    if (item === undefined) return [];
    const text = JSON.stringify(item.value);
    if (schema.uniqueItems === true && texts.has(text)) continue;
    texts.add(text);
    items.push(item.value);
  }
  return items.length === count ? [items] : [];
}

/** Members of an enumeration in turn, since chance would meet the last of them late. */
function itemAt(
  bench: Workbench,
  { items }: SchemaObject,
  index: number,
  purpose: string,
): { readonly value: unknown } | undefined {
  if (!isSchema(items) || typeof items === 'boolean') return { value: `item ${index}` };
  const target = dereference(items, bench.definitions);
  if (typeof target === 'object' && Array.isArray(target.enum) && target.enum.length > 0)
    return { value: target.enum[index % target.enum.length] };
  return tryMakeOnce(bench, items, `${purpose}/${index}`);
}

interface ObjectWish extends SizeWish {
  readonly current: JsonObject;
}

/** The object with so many members: optional ones are dropped or made, then unknown ones are added. */
function resize(bench: Workbench, schema: SchemaObject, { count, current, purpose }: ObjectWish): unknown {
  const required = new Set(Array.isArray(schema.required) ? schema.required : []);
  const ordered = Object.entries(current).toSorted(
    ([one], [other]) => Number(required.has(other)) - Number(required.has(one)),
  );
  const members = new Map(ordered.slice(0, count));
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  for (const [name, property] of Object.entries(properties)) {
    if (members.size >= count) break;
    const made =
      members.has(name) || !isSchema(property) ? undefined : memberValues(bench, property, purpose);
    if (made && made.length > 0) members.set(name, made[0]);
  }
  for (let index = 1; members.size < count; index += 1) members.set(`${extraName}${index}`, 'text');
  return Object.fromEntries(members);
}

function branchValues(
  bench: Workbench,
  { trail }: LegalEdge,
  branch: Schema,
  purpose: string,
): readonly unknown[] {
  if (typeof branch === 'object' && branch.type === 'null') return [null];
  const written = writtenValue(bench, branch);
  const whole = trail.at(-1) ?? branch;
  const made = [
    tryMakeOnce(bench, branch, purpose),
    ...(whole === branch ? [] : [tryMakeOnce(bench, whole, purpose)]),
  ];
  return [written, ...made].flatMap((value) => (value ? [value.value] : []));
}

function memberValues(bench: Workbench, schema: Schema, purpose: string): readonly unknown[] {
  const found = [writtenValue(bench, schema), tryMakeOnce(bench, schema, purpose)];
  const values = found.flatMap((value) => (value ? [value.value] : []));
  return values.toSorted((one, other) => Number(one === null) - Number(other === null));
}

const pick = (object: JsonObject, names: ReadonlySet<string>): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => names.has(name)));
