import type { Operation } from '@plumbline/openapi';
import { acceptOne } from '../run/accept.ts';
import { draftFor } from '../run/draft-for.ts';
import type { Run } from '../run/run.ts';
import type { Choice } from './choice.ts';
import { referencesOf } from './references.ts';

/** Asks for the items of a collection, once for the same parents; what comes is learned by the run. */
export async function listItems(run: Run, collection: string, parents: readonly string[]): Promise<void> {
  const list = run.map.listOf(collection);
  if (list && isFirstTime(run, `list ${collection}`, parents)) await call(run, list, parents);
}

/** Adds an item to a collection; what comes is learned by the run. */
export async function addItem(run: Run, collection: string, parents: readonly string[]): Promise<void> {
  const create = run.map.createOf(collection);
  const key = `create ${collection} ${parents.join('/')}`;
  if (!create || run.settings.safe || run.attempted.has(key)) return;
  const before = run.items.find(collection, parents).length;
  await call(run, create, parents);
  if (run.items.find(collection, parents).length === before) run.attempted.add(key);
}

function isFirstTime({ attempted }: Run, what: string, parents: readonly string[]): boolean {
  const key = `${what} ${parents.join('/')}`;
  if (attempted.has(key)) return false;
  attempted.add(key);
  return true;
}

async function call(run: Run, operation: Operation, parents: readonly string[]): Promise<void> {
  const identity = await run.callers.sufficient(operation);
  if (!identity) return;
  const path = new Map(
    run.map.idsOf(operation).map(({ parameter }, index) => [parameter, parents[index] ?? '']),
  );
  run.chosen.set(operation.id, await chooseReferences(run, operation, path));
  const draft = draftFor(run, operation, { identity, path });
  if (!('missing' in draft)) await acceptOne(run, draft);
}

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
