import type { Schema, SchemaProblem } from '@plumbline/json-schema';
import { makeValue } from '@plumbline/json-schema';
import { isJsonObject, parseJson } from '../values/json.ts';
import { tryCompile } from '../values/workbench.ts';
import type { FaultSetup } from './fault-operator.ts';
import { changeAt, findAt, removed } from './json-place.ts';
import { keywordAt, partsOf, type SchemaPlace, schemaAt, schemaPlaces } from './schema-places.ts';

type Setup = Pick<FaultSetup, 'world' | 'seed'>;

interface Repaired {
  readonly value: unknown;
}

/** A value that the schema admits, near to one that it refuses for one problem; undefined where none is found. */
export function repairValue(
  setup: Setup,
  schema: Schema,
  { value, problem }: { readonly value: unknown; readonly problem: SchemaProblem },
): Repaired | undefined {
  const check = tryCompile(setup.world.bench.requests, schema);
  const place = placeOf(setup, schema, problem.instancePath);
  const candidates = place ? repairs(setup, place, { value, problem }) : [];
  return candidates
    .map((change) => changeAt(value, problem.instancePath, { change }))
    .find((candidate) => candidate && (check?.(candidate.value) ?? true));
}

function placeOf({ world }: Setup, schema: Schema, instancePath: string): SchemaPlace | undefined {
  const pattern = instancePath.replace(/\/\d+(?=\/|$)/g, '/*');
  return schemaPlaces(schema, world.model.schemas).find(({ pointer }) => pointer === pattern);
}

type Change = (value: unknown) => unknown;

function repairs(
  setup: Setup,
  place: SchemaPlace,
  { value, problem }: { readonly value: unknown; readonly problem: SchemaProblem },
): readonly Change[] {
  const { keyword, params } = problem;
  const made = makeAt(setup, place);
  const replaced: Change[] = made ? [() => made.value] : [];
  const bound = keywordAt(place, keyword);
  if (keyword === 'required') return [addMissing(setup, place, params.missingProperty)];
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') return [onlyDeclared(place)];
  if (keyword === 'maxLength' && typeof bound === 'number')
    return [(text) => String(text).slice(0, bound), ...replaced];
  if (keyword === 'minimum' || keyword === 'maximum') return [() => bound, ...replaced];
  if (keyword === 'maxItems' && typeof bound === 'number') return [firstItems(bound), ...replaced];
  if (keyword === 'uniqueItems') return [withoutDoubles, ...replaced];
  if (keyword === 'type')
    return [coerced(findAt(value, problem.instancePath)?.value), ...replaced, () => removed];
  return [...replaced, () => removed];
}

const firstItems =
  (most: number): Change =>
  (items) =>
    Array.isArray(items) ? items.slice(0, most) : items;

const withoutDoubles: Change = (items) =>
  Array.isArray(items)
    ? [...new Map(items.map((item) => [JSON.stringify(item), item] as const)).values()]
    : items;

/** What a lenient server would read. */
function coerced(value: unknown): Change {
  if (typeof value === 'string') return () => parseJson(value)?.value ?? value;
  return () => (typeof value === 'object' ? value : String(value));
}

function addMissing(setup: Setup, place: SchemaPlace, name: unknown): Change {
  return (object) => {
    if (typeof name !== 'string' || !isJsonObject(object)) return object;
    const member = place.parts
      .map(({ properties }) =>
        isJsonObject(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined,
      )
      .find((schema) => schema !== undefined);
    // What stands under `properties` is a schema.
    const made = tryMake(setup, (member ?? true) as Schema);
    return made ? { ...object, [name]: made.value } : object;
  };
}

function onlyDeclared({ parts }: SchemaPlace): Change {
  const declared = new Set(
    parts.flatMap(({ properties }) => (isJsonObject(properties) ? Object.keys(properties) : [])),
  );
  return (object) =>
    isJsonObject(object)
      ? Object.fromEntries(Object.entries(object).filter(([name]) => declared.has(name)))
      : object;
}

const makeAt = (setup: Setup, place: SchemaPlace): Repaired | undefined => tryMake(setup, schemaAt(place));

/** A value the schema admits, as a request may carry it. */
export function tryMake({ world, seed }: Setup, schema: Schema): Repaired | undefined {
  const examples = partsOf(schema, world.model.schemas).flatMap(({ examples: some }) =>
    Array.isArray(some) ? some : [],
  );
  try {
    const made = makeValue(schema, { definitions: world.model.schemas, seed, projection: 'request' });
    return { value: examples[0] ?? made };
  } catch {
    return examples.length > 0 ? { value: examples[0] } : undefined; // Nothing can be made: an example is as good.
  }
}
