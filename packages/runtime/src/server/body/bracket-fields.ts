import type { ValueShape } from '../../contract.ts';
import { Broken } from '../parameters/read-result.ts';
import { itemShape, propertyShape, structureOf, toObject } from '../parameters/value-shape.ts';

/** Reads the texts of one field as its shape asks. */
export type ReadTexts = (texts: readonly string[], shape: ValueShape) => unknown;

type Fields = Map<string, Field>;
type Field = readonly string[] | Fields;

/** `a[b][c]`, no deeper than anybody nests a form. */
const BRACKETED = /^([^[\]]+)((?:\[[^[\]]*\]){1,8})$/;

/**
 * The fields of a form with those of names like `items[0][price]` put together: style `deepObject`, which forms
 * also use for arrays and below the first level, where OpenAPI leaves it open. Only where the shape has an array
 * or an object of that name, and no property that is called like the whole.
 */
export function gatherFields(values: ReadonlyMap<string, readonly string[]>, shape: ValueShape): Fields {
  const fields: Fields = new Map();
  for (const [name, texts] of values) {
    put(fields, pathOf(name, shape), texts);
  }
  return fields;
}

function pathOf(name: string, shape: ValueShape): readonly string[] {
  const [, first, brackets] = BRACKETED.exec(name) ?? [];
  const { properties = {} } = shape;
  if (first === undefined || brackets === undefined || Object.hasOwn(properties, name)) return [name];
  if (structureOf(propertyShape(shape, first)) === 'primitive') return [name];
  return [first, ...brackets.slice(1, -1).split('][')];
}

function put(fields: Fields, [name = '', ...rest]: readonly string[], texts: readonly string[]): void {
  const found = fields.get(name);
  if (rest.length > 0) {
    const inner: Fields = found instanceof Map ? found : new Map(found ? [['', found]] : []);
    fields.set(name, inner);
    put(inner, rest, texts);
  } else if (found instanceof Map) {
    // `a[b]=1&a=2`: the text stands below the name, as that of `a[]` does.
    put(found, [''], texts);
  } else {
    fields.set(name, [...(found ?? []), ...texts]);
  }
}

/** The value of a gathered field, or `Broken`. */
export function readGathered(field: Field, shape: ValueShape, read: ReadTexts): unknown {
  if (!(field instanceof Map)) return read(field, shape);
  const keys = [...field.keys()];
  const isList = structureOf(shape) === 'array' && keys.every((key) => /^\d{0,9}$/.test(key));
  return isList ? readItems(field, itemShape(shape), read) : readMembers(field, shape, read);
}

/** `a[]=x&a[]=y`, or items by their numbers. */
function readItems(fields: Fields, shape: ValueShape, read: ReadTexts): unknown {
  const items: unknown[] = [];
  for (const key of [...fields.keys()].sort((one, other) => Number(one) - Number(other))) {
    const field = fields.get(key) ?? [];
    const found = key === '' && !(field instanceof Map) ? field.map((text) => [text]) : [field];
    for (const item of found) {
      const value = readGathered(item, shape, read);
      if (value instanceof Broken) return value;
      items.push(value);
    }
  }
  return items;
}

function readMembers(fields: Fields, shape: ValueShape, read: ReadTexts): unknown {
  const pairs: [string, unknown][] = [];
  for (const [name, field] of fields) {
    const value = readGathered(field, propertyShape(shape, name), read);
    if (value instanceof Broken) return value;
    pairs.push([name, value]);
  }
  return toObject(pairs) ?? new Broken('name', 'must not have a property named __proto__');
}
