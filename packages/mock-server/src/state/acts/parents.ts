import type { Operation } from '@plumbline/openapi';
import type { Act } from '../act.ts';
import type { Resources } from '../resources.ts';
import type { Role } from '../roles.ts';

/** These look for the item that the path names last themselves. */
const FIND_THEIR_OWN: readonly Role['kind'][] = ['read', 'update', 'replace', 'delete'];

/** Every thing that a path stands below must be there; a refusal with 404 is thrown otherwise. */
export function needParents(operation: Operation, role: Role, resources: Resources): (act: Act) => void {
  const ids = resources.tables.map.idsOf(operation);
  const above = FIND_THEIR_OWN.includes(role.kind) ? ids.slice(0, -1) : ids;
  const parents = above.flatMap(({ collection }, index) => {
    const table = resources.tables.of(collection);
    return table ? [{ table, index }] : [];
  });
  return (act) => {
    for (const { table, index } of parents) {
      const id = act.ids[index];
      if (id !== undefined) resources.need(table, resources.addressOf(table, act.ids, act.tenant), act, id);
    }
  };
}
