import type { Operation } from '@plumbline/openapi';
import type { Run } from '../run/run.ts';
import { addItem, listItems } from './produce.ts';
import { referencesOf } from './references.ts';

/** The ids of things that requests may name, by collection, the likeliest first. */
export type Choice = ReadonlyMap<string, readonly string[]>;

/**
 * Finds or makes a thing for every reference of an operation, outer ones first, so that what lies below them is
 * chosen from below them. Ids of the path are what they are.
 */
export async function chooseReferences(
  run: Run,
  operation: Operation,
  path: ReadonlyMap<string, unknown>,
): Promise<Choice> {
  const choice = new Map<string, readonly string[]>(
    run.map
      .idsOf(operation)
      .map(({ collection, parameter }) => [collection, [String(path.get(parameter) ?? '')]]),
  );
  const wanted = new Set(
    referencesOf(run.map, operation, run.bench.definitions).flatMap(({ collection }) => lineOf(collection)),
  );
  for (const collection of [...wanted].sort((one, other) => one.length - other.length)) {
    if (!choice.has(collection))
      choice.set(collection, await chooseIn(run, operation, { collection, choice }));
  }
  return choice;
}

/** A collection after those that it lies below. */
function lineOf(collection: string): readonly string[] {
  const parts = collection.split('/{}');
  return parts.map((_, index) => parts.slice(0, index + 1).join('/{}'));
}

interface Open {
  readonly collection: string;
  readonly choice: Choice;
}

async function chooseIn(
  run: Run,
  operation: Operation,
  { collection, choice }: Open,
): Promise<readonly string[]> {
  const given = givenFor(run, operation, collection);
  const parents = lineOf(collection)
    .slice(0, -1)
    .map((above) => choice.get(above)?.[0]);
  if (!parents.every((parent) => parent !== undefined)) return given;
  const known = () => run.items.find(collection, parents).map(({ id }) => id);
  // What is made for a thing of its own kind would be made for ever.
  const key = `choose ${collection}`;
  if (run.attempted.has(key)) return [...given, ...known()];
  run.attempted.add(key);
  if (given.length === 0 && known().length === 0) await listItems(run, collection, parents);
  if (given.length === 0 && known().length === 0) await addItem(run, collection, parents);
  run.attempted.delete(key);
  return [...given, ...known()];
}

/** A value of the set-up by the name of the reference, for one operation or all, or by the type. */
function givenFor({ settings, map }: Run, operation: Operation, collection: string): readonly string[] {
  const values = settings.values ?? {};
  const type = map.typeOf(collection);
  const keys = [`${operation.id}.${type}`, type].filter((key) => Object.hasOwn(values, key));
  return keys.slice(0, 1).map((key) => String(values[key]));
}
