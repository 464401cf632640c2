import type { Perform } from '../act.ts';
import type { Resources } from '../resources.ts';
import type { Table } from '../tables.ts';
import { ownPlace } from './own-place.ts';

/** Takes an item away, and with it the use of the tokens that were made with it. */
export function deleteItem(table: Table, resources: Resources): Perform {
  const placeOf = ownPlace(table, resources);
  const { collection } = table;
  return (act) => {
    const { address, id } = placeOf(act);
    const item = resources.need(table, address, act, id);
    act.store.remove(address, item.id);
    act.store.endTokens({ collection, id: item.id });
    return { kind: 'gone' };
  };
}
