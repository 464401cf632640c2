import type { Perform } from '../act.ts';
import type { Resources } from '../resources.ts';
import type { Table } from '../tables.ts';
import { ownPlace } from './own-place.ts';

export function readItem(table: Table, resources: Resources): Perform {
  const placeOf = ownPlace(table, resources);
  return (act) => {
    const { address, id } = placeOf(act);
    const { value } = resources.need(table, address, act, id);
    return { kind: 'thing', table, value, isNew: false };
  };
}
