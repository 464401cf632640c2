import type { Act } from '../act.ts';
import type { Resources } from '../resources.ts';
import type { ShelfAddress } from '../store.ts';
import { depthOf, type Table } from '../tables.ts';

/** Where an operation finds the item that its path names. */
export function ownPlace(
  table: Table,
  resources: Resources,
): (act: Act) => { readonly address: ShelfAddress; readonly id: string } {
  const depth = depthOf(table);
  return (act) => ({ address: resources.addressOf(table, act.ids, act.tenant), id: act.ids[depth] ?? '' });
}
