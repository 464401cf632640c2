import { matchesStatus } from '../check/status.ts';
import type { Item } from '../resources/item-store.ts';
import { needsKey } from '../sequence/idempotency/optional.ts';
import { draftFor } from './draft-for.ts';
import { isAccepted } from './exchange-record.ts';
import type { Run } from './run.ts';

/** Deletes what the run made, the youngest first. Returns the paths of what could not be deleted. */
export async function cleanUp(run: Run): Promise<readonly string[]> {
  const left: string[] = [];
  for (const item of run.items.own()) {
    if (!(await deleteItem(run, item))) left.push(itemPath(item));
  }
  return left;
}

async function deleteItem(run: Run, item: Item): Promise<boolean> {
  const remove = run.map.deleteOf(item.collection);
  const identity = remove && (await run.callers.sufficient(remove));
  if (!remove || !identity) return false;
  const ids = [...item.parents, item.id];
  const path = new Map(run.map.idsOf(remove).map(({ parameter }, index) => [parameter, ids[index] ?? '']));
  const draft = draftFor(run, remove, { identity, path });
  if ('missing' in draft) return false;
  const exchange = await run.send(draft);
  const isGone = isAccepted(exchange) || matchesStatus(exchange.answer?.status ?? 0, ['404', '410']);
  return isGone || needsKey(run, exchange);
}

function itemPath({ collection, parents, id }: Item): string {
  const ids = [...parents];
  return `${collection.replace(/\{\}/g, () => ids.shift() ?? '')}/${id}`;
}
