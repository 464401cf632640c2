import type { Perform } from '../act.ts';
import type { Resources } from '../resources.ts';
import type { Role } from '../roles.ts';
import type { Item } from '../store.ts';
import type { Table } from '../tables.ts';

/** The items of a collection; of those of another one, the ones that belong to the thing which the path names last. */
export function listItems({ table, link }: Extract<Role, { kind: 'list' }>, resources: Resources): Perform {
  const owner = link && resources.tables.of(link.collection);
  return (act) => {
    const address = resources.addressOf(table, act.ids, act.tenant);
    const items = act.store.items(address).values();
    const id = owner && act.ids.at(-1);
    return {
      kind: 'list',
      items: owner && id !== undefined ? belonging(items, { owner, id, resources }) : items,
      version: act.store.version(address),
    };
  };
}

function* belonging(
  items: Iterable<Item>,
  { owner, id, resources }: { readonly owner: Table; readonly id: string; readonly resources: Resources },
): Iterable<Item> {
  for (const item of items) if (resources.belongsTo(item, owner, id)) yield item;
}
