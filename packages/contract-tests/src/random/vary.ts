import type { Schema, SchemaObject } from '@plumbline/json-schema';
import { alternativesOf, propertiesOf } from '../plan/body-properties.ts';
import { isSchema } from '../plan/schema-places.ts';
import { isJsonObject, type JsonObject } from '../values/json.ts';
import type { Chance } from './chance.ts';
import { randomScalar } from './random-scalar.ts';

/** Parts further inside stay as they were made. */
const deepest = 6;

interface Varied {
  readonly schema: Schema;
  readonly value: unknown;
  /** Whether the whole is legal with this value in this place. */
  readonly isLegal: (value: unknown) => boolean;
}

/**
 * Another value near to a made one. What is made looks like what people write; chance also takes what they seldom do.
 * Each change is kept only where the whole stays legal, so that every keyword counts, whatever it is.
 */
export function vary(chance: Chance, varied: Varied): unknown {
  return varyAt(chance, { schemas: [varied.schema], ...varied, depth: 0 });
}

interface Place {
  readonly schemas: readonly Schema[];
  readonly value: unknown;
  readonly isLegal: (value: unknown) => boolean;
  readonly depth: number;
}

function varyAt(chance: Chance, place: Place): unknown {
  if (place.depth > deepest) return place.value;
  if (Array.isArray(place.value)) return varyItems(chance, place, place.value);
  if (isJsonObject(place.value)) return varyMembers(chance, place, place.value);
  const schemas = alternativesOf(place.schemas, chance.bench.definitions);
  const other = oneIn(chance, 2) ? randomScalar(chance, schemas, place.value) : place.value;
  return place.isLegal(other) ? other : place.value;
}

const oneIn = ({ random }: Chance, count: number): boolean => random.nextInt(1, count) === 1;

function varyMembers(chance: Chance, { schemas, value, isLegal, depth }: Place, object: JsonObject): unknown {
  const properties = propertiesOf(schemas, chance.bench.definitions);
  let varied = object;
  for (const name of Object.keys(Object(value))) {
    if (chance.isSettled(name)) continue;
    const { [name]: member, ...without } = varied;
    if (oneIn(chance, 4) && isLegal(without)) {
      varied = without;
      continue;
    }
    const before = varied;
    const other = varyAt(chance, {
      schemas: properties.get(name) ?? [],
      value: member,
      isLegal: (changed) => isLegal({ ...before, [name]: changed }),
      depth: depth + 1,
    });
    varied = { ...varied, [name]: other };
  }
  return varied;
}

function varyItems(
  chance: Chance,
  { schemas, isLegal, depth }: Place,
  made: readonly unknown[],
): readonly unknown[] {
  const inside = alternativesOf(schemas, chance.bench.definitions).flatMap(itemSchemas);
  let varied = made;
  for (const [index, item] of made.entries()) {
    const before = varied;
    const other = varyAt(chance, {
      schemas: inside,
      value: item,
      isLegal: (changed) => isLegal(before.with(index, changed)),
      depth: depth + 1,
    });
    varied = varied.with(index, other);
  }
  const fewer = varied.slice(0, chance.random.nextInt(0, varied.length));
  return oneIn(chance, 3) && isLegal(fewer) ? fewer : varied;
}

const itemSchemas = ({ items }: SchemaObject): readonly Schema[] => (isSchema(items) ? [items] : []);
