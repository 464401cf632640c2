import type { MadeValues } from '../answer/made-values.ts';
import { toSeed } from '../answer/seed.ts';
import type { JsonObject } from '../json.ts';
import { idOf, idSchemas, idShape, withId } from './item-values.ts';
import { firstOf, isSchema, type SchemaShape, type SchemaShapes } from './schema-shapes.ts';
import type { Table } from './tables.ts';

interface AddressSource {
  readonly made: MadeValues;
  readonly shapes: SchemaShapes;
  readonly seed: string;
}

/** Another one is made where the first is of no use, this many times. */
const TRIES = 5;

/**
 * Items that a path can name. One without an id, where an id may be left out, and one whose id the path refuses, as an
 * example's text where the path takes numbers, get an id that both take.
 */
export function withAddresses(
  values: readonly JsonObject[],
  table: Table,
  source: AddressSource,
): readonly JsonObject[] {
  const { idName, idParameter } = table;
  if (idName === undefined || idParameter === undefined) return values;
  const path = source.shapes.of(idParameter.schema);
  return values.map((value, index) => {
    const id = idOf(value, idName);
    if (id !== undefined && takes(path, id)) return value;
    const made = madeId(table, idName, { ...source, seed: `${source.seed} ${index}` });
    return made === undefined ? value : withId(value, made, { table, shapes: source.shapes });
  });
}

/** By its type, its `uuid` and its `enum`; what other keywords ask for shows when the request comes. */
function takes(path: SchemaShape, id: string): boolean {
  if (isNumeric(path) && !/^-?\d+$/.test(id)) return false;
  if (firstOf(path, 'format') === 'uuid' && !UUID.test(id)) return false;
  const values = firstOf(path, 'enum');
  return !Array.isArray(values) || values.map(String).includes(id);
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isNumeric = ({ types }: SchemaShape): boolean =>
  (types.has('integer') || types.has('number')) && !types.has('string');

/** Undefined where the path and the property cannot both be served. */
function madeId(table: Table, idName: string, { made, shapes, seed }: AddressSource): string | undefined {
  const own = idShape(shapes.of(table.schema), idName, shapes);
  const path = shapes.of(table.idParameter?.schema);
  const [property] = idSchemas(shapes.of(table.schema), idName, shapes);
  // The narrower of the two makes it: what it makes may suit the other.
  const schemas = [table.idParameter?.schema, property].filter(isSchema);
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    for (const schema of schemas) {
      const value = made.attempt(schema, toSeed(`${seed} ${attempt}`))?.value;
      const id = typeof value === 'number' ? String(value) : value;
      const isUsable = typeof id === 'string' && id !== '' && takes(path, id) && takes(own, id);
      if (isUsable) return id;
    }
  }
  return undefined;
}
