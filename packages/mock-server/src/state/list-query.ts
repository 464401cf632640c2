import type { Operation, Parameter } from '@plumbline/openapi';
import { isObject, type JsonObject } from '../json.ts';
import { spelling } from './places.ts';
import { firstOf, type SchemaShape, type SchemaShapes } from './schema-shapes.ts';

/** What the query parameters of a list do with its items. */
export interface ListQuery {
  /** What an item has to pass to be among those that were asked for; nothing where all of them are. */
  testsOf(query: Query): readonly ((item: JsonObject) => boolean)[];
  /** The order that was asked for; undefined: as they stand. */
  orderOf(query: Query): Order | undefined;
}

export type Query = Readonly<Record<string, unknown>>;

export interface Order {
  /** Text or number by which an item is placed; null where it has none. */
  readonly keyOf: (item: JsonObject) => string | number | null;
  readonly isDescending: boolean;
}

type Test = (item: JsonObject, wanted: unknown) => boolean;

/** @param paging names of the query parameters that are about pages */
export function toListQuery(
  { parameters }: Operation,
  item: SchemaShape,
  { shapes, paging }: { readonly shapes: SchemaShapes; readonly paging: ReadonlySet<string> },
): ListQuery {
  const names = new Map([...item.properties.keys()].map((name) => [spelling(name), name]));
  const own = parameters.filter((parameter) => parameter.in === 'query' && !paging.has(parameter.name));
  const reading: Reading = { item, names, shapes };
  const tests = own.flatMap((parameter): [string, Test][] => {
    const test = SORT.test(parameter.name) ? undefined : testOf(parameter, reading);
    return test ? [[parameter.name, test]] : [];
  });
  const sort = own.find(({ name }) => SORT.test(name) && !DIRECTION.test(name));
  const direction = own.find(({ name }) => DIRECTION.test(name));
  const keysOf = rememberKeys();
  return {
    testsOf: (query) =>
      tests.flatMap(([name, test]) => {
        const wanted = query[name];
        return wanted === undefined || wanted === '' ? [] : [(item: JsonObject) => test(item, wanted)];
      }),
    orderOf(query) {
      const wanted = sort && readOrder(query[sort.name], direction && query[direction.name], names);
      return wanted && { keyOf: keysOf(wanted.property), isDescending: wanted.isDescending };
    },
  };
}

interface Reading {
  readonly item: SchemaShape;
  /** Properties by their spelling. */
  readonly names: ReadonlyMap<string, string>;
  readonly shapes: SchemaShapes;
}

const SORT =
  /^(sort|order|sort_?by|order_?by|sort_?order|order_?direction|sort_?dir(ection)?|dir(ection)?)$/i;
const DIRECTION = /^(sort_?order|order_?direction|sort_?dir(ection)?|dir(ection)?)$/i;
const SEARCH = /^(q|query|search|keyword|term|filter_?text)$/i;

function testOf({ name }: Parameter, reading: Reading): Test | undefined {
  const wanted = spelling(name);
  const property =
    reading.names.get(wanted) ??
    reading.names.get(`${wanted}s`) ??
    reading.names.get(wanted.replace(/ids?$/, ''));
  if (property !== undefined) return (item, value) => isAmong(item[property], value);
  if (SEARCH.test(name)) return (item, value) => containsText(item, String(value).toLowerCase());
  return rangeOf(name, reading);
}

/** Equality; with a list any of it; of a list in the item, any of that. */
function isAmong(shown: unknown, wanted: unknown): boolean {
  const choices = (Array.isArray(wanted) ? wanted : [wanted]).map(plain);
  const values = (Array.isArray(shown) ? shown : [shown]).map(plain);
  return values.some((value) => choices.includes(value));
}

/** A thing stands for its id. */
function plain(value: unknown): string {
  if (isObject(value)) return plain(value.id ?? value.name ?? '');
  return String(value).toLowerCase();
}

function containsText(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.toLowerCase().includes(text);
  if (Array.isArray(value)) return value.some((item) => containsText(item, text));
  return isObject(value) && Object.values(value).some((part) => containsText(part, text));
}

const LOWER = /^(min|from|after|since|start|gte|gt)$/;
const UPPER = /^(max|to|before|until|end|lte|lt)$/;

/** `min_price`, `created_after`, `from`: bounds of a number or time. Without a name of its own, of the time of creation. */
function rangeOf(name: string, { item, names, shapes }: Reading): Test | undefined {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  const bound = words.find((word) => LOWER.test(word) || UPPER.test(word));
  if (bound === undefined) return undefined;
  const rest = words.filter((word) => word !== bound && word !== 'date' && word !== 'time').join('');
  const candidates =
    rest === '' ? ['createdat', 'created', 'date', 'createdon'] : [rest, `${rest}at`, `${rest}on`];
  const property = candidates.map((candidate) => names.get(candidate)).find(Boolean);
  if (property === undefined || !isOrdered(shapes.property(item, property))) return undefined;
  const isLower = LOWER.test(bound);
  const isOpen = ['after', 'before', 'gt', 'lt'].includes(bound);
  return (value, limit) => {
    const [shown, edge] = [comparable(value[property]), comparable(limit)];
    if (shown === undefined || edge === undefined) return false;
    if (shown === edge) return !isOpen;
    return isLower ? shown > edge : shown < edge;
  };
}

function isOrdered(shape: SchemaShape): boolean {
  const isNumber = shape.types.has('integer') || shape.types.has('number');
  return isNumber || ['date', 'date-time'].includes(String(firstOf(shape, 'format')));
}

/** Numbers as they are, times as milliseconds; a date that ends a range counts from its start. */
function comparable(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const time = /^\d+$/.test(value) ? Number(value) : Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** `-createdAt`, `created_at:desc`, `+name`, or the direction in a parameter of its own. */
function readOrder(
  value: unknown,
  direction: unknown,
  names: ReadonlyMap<string, string>,
): { readonly property: string; readonly isDescending: boolean } | undefined {
  const text = Array.isArray(value) ? value[0] : value;
  if (typeof text !== 'string') return undefined;
  const [, sign, word = '', suffix = ''] = /^([-+]?)([\w.]+?)(?:[:_. ,-](asc|desc))?$/i.exec(text) ?? [];
  const property = names.get(spelling(word)) ?? names.get(`${spelling(word)}at`);
  if (property === undefined) return undefined;
  const isDescending =
    sign === '-' ||
    suffix.toLowerCase() === 'desc' ||
    /^(desc|descending|-1)$/i.test(String(direction ?? ''));
  return { property, isDescending };
}

/** By property; of each item the key is worked out once, since items are replaced, never changed. */
function rememberKeys(): (property: string) => Order['keyOf'] {
  const byProperty = new Map<string, WeakMap<JsonObject, string | number | null>>();
  return (property) => {
    const keys = byProperty.get(property) ?? new WeakMap<JsonObject, string | number | null>();
    byProperty.set(property, keys);
    return (item) => {
      const known = keys.get(item);
      if (known !== undefined) return known;
      const key = toKey(item[property]);
      keys.set(item, key);
      return key;
    };
  };
}

function toKey(value: unknown): string | number | null {
  if (typeof value === 'boolean') return Number(value);
  if (typeof value === 'string') return isTime(value) ? Date.parse(value) : value.toLowerCase();
  return typeof value === 'number' ? value : null;
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
