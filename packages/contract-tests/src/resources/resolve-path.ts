import type { Operation } from '@plumbline/openapi';
import type { Run } from '../run/run.ts';
import { tryMake } from '../values/make.ts';
import { goodValue } from '../values/parameter-value.ts';
import { readingsOf } from '../values/readings.ts';
import { tryCompile } from '../values/workbench.ts';
import type { Item } from './item-store.ts';
import { addItem, listItems } from './produce.ts';

/** Parents that are tried for an item below them. */
const parentsTried = 3;

/** Ids for the path of an operation that are known to name something; else what the description's examples name. */
export async function resolvePath(
  run: Run,
  operation: Operation,
  { needsOwn }: { readonly needsOwn: boolean },
): Promise<ReadonlyMap<string, unknown> | undefined> {
  const known = await knownPath(run, operation, { needsOwn });
  if (known) return known;
  return needsOwn ? undefined : withExamples(run, operation, givenValues(run, operation, needsOwn));
}

/**
 * Ids for the path of an operation: given values; items of the run; items of lists; items made for the purpose.
 * Undefined where an id is needed and none is known.
 */
export async function knownPath(
  run: Run,
  operation: Operation,
  { needsOwn }: { readonly needsOwn: boolean },
): Promise<ReadonlyMap<string, unknown> | undefined> {
  const given = givenValues(run, operation, needsOwn);
  const ids = run.map.idsOf(operation);
  const open = ids.filter(({ parameter }) => !given.has(parameter));
  if (open.length === 0) return given;
  const collections = ids.map(({ collection }) => collection);
  const chain = given.size === 0 ? await findChain(run, collections, { parents: [], needsOwn }) : undefined;
  const found = chain && new Map(ids.map(({ parameter }, index) => [parameter, chain[index] ?? '']));
  return found && fitsPath(run, operation, found) ? found : undefined;
}

/** Some descriptions say an id is a text where it is answered and a number where it is asked for. */
function fitsPath(run: Run, { parameters }: Operation, ids: ReadonlyMap<string, string>): boolean {
  return parameters.every((parameter) => {
    const id = parameter.in === 'path' ? ids.get(parameter.name) : undefined;
    const check = id === undefined ? undefined : tryCompile(run.bench.requests, parameter.schema);
    return id === undefined || !check || readingsOf(id).some((reading) => check(reading));
  });
}

/** A value for every operation does not allow to change what it names; one for this operation does. */
function givenValues(
  { settings, given, map }: Run,
  operation: Operation,
  needsOwn: boolean,
): ReadonlyMap<string, unknown> {
  const values = settings.values ?? {};
  const names = operation.parameters
    .filter(({ in: location }) => location === 'path')
    .map(({ name }) => name);
  return new Map(
    names.flatMap((name) => {
      const ready = given.get(operation.id)?.get(name);
      if (ready !== undefined) return [[name, String(ready)] as const];
      const id = map.idsOf(operation).find(({ parameter }) => parameter === name);
      const type = id === undefined ? [] : [map.typeOf(id.collection)];
      const keys = [`${operation.id}.${name}`, ...(needsOwn ? [] : [name, ...type])];
      const key = keys.find((candidate) => Object.hasOwn(values, candidate));
      return key === undefined ? [] : [[name, String(values[key])] as const];
    }),
  );
}

interface Search {
  readonly parents: readonly string[];
  readonly needsOwn: boolean;
}

/** The ids along a path, outermost first. */
async function findChain(
  run: Run,
  [collection, ...inner]: readonly string[],
  search: Search,
): Promise<readonly string[] | undefined> {
  if (collection === undefined) return search.parents;
  const isLast = inner.length === 0;
  for (const item of await findItems(run, collection, { ...search, needsOwn: search.needsOwn && isLast })) {
    const chain = await findChain(run, inner, { ...search, parents: [...search.parents, item.id] });
    if (chain) return chain;
  }
  return undefined;
}

async function findItems(
  run: Run,
  collection: string,
  { parents, needsOwn }: Search,
): Promise<readonly Item[]> {
  const known = () =>
    run.items
      .find(collection, parents)
      .filter(({ isOwn }) => isOwn || !needsOwn)
      .slice(0, parentsTried);
  if (known().length > 0) return known();
  if (!needsOwn) await listItems(run, collection, parents);
  if (known().length > 0) return known();
  await addItem(run, collection, parents);
  return known();
}

/** Examples and made values may name nothing that exists; the answers will tell. */
function withExamples(
  run: Run,
  operation: Operation,
  given: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> | undefined {
  const values = new Map<string, unknown>(given);
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path' || values.has(parameter.name)) continue;
    const isClosed = typeof parameter.schema === 'object' && Array.isArray(parameter.schema.enum);
    if (parameter.examples.length === 0 && !isClosed) return undefined;
    const good = goodValue(run.bench, operation, parameter);
    if (!good) return undefined;
    values.set(parameter.name, good.value);
  }
  return values;
}

/** Made-up values for every path parameter; undefined where one cannot be made. */
export function guessPath(run: Run, operation: Operation): ReadonlyMap<string, unknown> | undefined {
  const values = new Map<string, unknown>();
  for (const parameter of operation.parameters) {
    if (parameter.in !== 'path') continue;
    const made = tryMake(run.bench, parameter.schema, `${operation.id}:guess:${parameter.name}`);
    if (!made) return undefined;
    values.set(parameter.name, made.value);
  }
  return values;
}
