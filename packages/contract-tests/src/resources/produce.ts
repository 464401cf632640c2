import type { Operation } from '@plumbline/openapi';
import { acceptOne } from '../run/accept.ts';
import { draftFor } from '../run/draft-for.ts';
import type { Run } from '../run/run.ts';
import { chooseReferences } from './choose-references.ts';

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
