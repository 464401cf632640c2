import type { Operation } from '@plumbline/openapi';
import type { JsonObject } from '../../json.ts';
import type { Act } from '../act.ts';
import { declares } from '../declared-status.ts';
import { spelling } from '../places.ts';
import type { Resources } from '../resources.ts';
import { StateRefusal } from '../state-refusal.ts';
import { depthOf, type Table } from '../tables.ts';

/**
 * Refuses a body that names a thing which is not there. Only between tenants: an id must not tell whether another one
 * has it, so it has to be one of the caller's own.
 */
export function requireReferences(
  operation: Operation,
  resources: Resources,
): (sent: JsonObject, act: Act) => void {
  if (!resources.hasTenants) return () => undefined;
  const named = tablesByName(resources);
  const status = declares(operation, '404') ? 404 : 400;
  return (sent, act) => {
    for (const [name, id] of Object.entries(sent)) {
      if (typeof id !== 'string' && typeof id !== 'number') continue;
      for (const table of named.get(spelling(name)) ?? NONE) {
        const address = resources.addressOf(table, [], act.tenant);
        if (resources.find(table, address, act, String(id))) continue;
        throw new StateRefusal(status, 'not-found', `\`${name}\` names no ${table.type} that exists.`);
      }
    }
  };
}

const NONE: readonly Table[] = [];

/** Tables that stand below nothing, by the names of properties that would hold an id of theirs, in one spelling. */
function tablesByName({ tables }: Resources): ReadonlyMap<string, readonly Table[]> {
  const named = tables.all
    .filter((table) => depthOf(table) === 0)
    .flatMap((table) => [...tables.foreignNames(table)].map((name) => ({ name, table })));
  return new Map(
    [...Map.groupBy(named, ({ name }) => name)].map(([name, found]) => [
      name,
      found.map(({ table }) => table),
    ]),
  );
}
