import { idValue } from '../item-values.ts';
import { setOwn } from '../own-member.ts';
import { spelling } from '../places.ts';
import type { TableLink } from '../roles.ts';
import type { Table, Tables } from '../tables.ts';

/** Puts the ids of what an item belongs to into the properties that name them, as far as it has such. */
export type SetOwners = (
  value: Record<string, unknown>,
  /** Of what it stands below, the outermost first. */
  parents: readonly string[],
  /** Of what it is linked to. */
  linked: string | undefined,
) => void;

export function ownersIn(table: Table, link: TableLink | undefined, tables: Tables): SetOwners {
  const shape = tables.shapes.of(table.schema);
  const owners = ownersAbove(table, link, tables);
  const members = [...shape.properties.keys()].flatMap((name) => {
    const owner = owners.find(({ names }) => names.has(spelling(name)));
    return owner ? [{ name, index: owner.index, shape: tables.shapes.property(shape, name) }] : [];
  });
  return (value, parents, linked) => {
    for (const { name, index, shape: own } of members) {
      const id = index === 'linked' ? linked : parents[index];
      if (id !== undefined) setOwn(value, name, idValue(id, own));
    }
  };
}

interface Owner {
  /** Of properties that would hold its id, in one spelling. */
  readonly names: ReadonlySet<string>;
  /** Among the ids above. */
  readonly index: number | 'linked';
}

function ownersAbove({ collection }: Table, link: TableLink | undefined, tables: Tables): readonly Owner[] {
  const segments = collection.split('/{}').slice(0, -1);
  const above = segments.flatMap((_, index): Owner[] => {
    const table = tables.of(segments.slice(0, index + 1).join('/{}'));
    return table ? [{ names: tables.foreignNames(table), index }] : [];
  });
  const owner = link && tables.of(link.collection);
  return owner ? [...above, { names: tables.foreignNames(owner), index: 'linked' }] : above;
}
