import type { MediaType, Operation } from '@plumbline/openapi';
import { isObject, type JsonObject } from '../../json.ts';
import type { Act, Perform } from '../act.ts';
import { withOwners } from '../item-values.ts';
import { jsonContent, successOf } from '../places.ts';
import { ownersOf, type Resources } from '../resources.ts';
import type { Role } from '../roles.ts';
import { patchedValue, replacedValue } from '../written-values.ts';
import type { ActParts } from './act-parts.ts';
import { sentValue } from './sent-value.ts';
import { shownAs } from './settled-value.ts';

/** Of what there is one only: shown, or changed and shown. */
export function changeSingleton(
  change: Extract<Role, { kind: 'singleton' }>['change'],
  operation: Operation,
  parts: ActParts,
): Perform {
  const { resources, views } = parts;
  const { tables, hasTenants } = resources;
  const collection = tables.map.collectionOf(operation);
  const read = tables.at('GET', collection);
  const content = read && jsonContent(successOf(read)?.content ?? []);
  if (!read || content?.schema === undefined) return () => ({ kind: 'static' });
  const { schema, place } = content;
  const answer = tables.shapes.of(schema);
  const sent = sentValue(operation, parts, { answer, idName: undefined, wrapper: undefined });
  const changed = change === 'update' ? patchedValue : replacedValue;
  return (act) => {
    const address = { collection, parents: act.ids, tenant: hasTenants ? act.tenant : '' };
    const value = act.store.singleton(address) ?? firstValue(read, content, { act, resources });
    if (value === undefined) return { kind: 'static' };
    if (change === 'none') return { kind: 'thing', table: undefined, value, isNew: false };
    const next = changed(value, sent.of(act), sent.writing(act));
    const shown = shownAs(next, { schema, place, donors: () => [value] }, views);
    act.store.putSingleton(address, shown);
    return { kind: 'thing', table: undefined, value: shown, isNew: false };
  };
}

/** As the description's example has it, with the ids of what it stands below. */
function firstValue(
  read: Operation,
  content: MediaType,
  { act, resources }: { readonly act: Act; readonly resources: Resources },
): JsonObject | undefined {
  const value = resources.seeds.staticBody(read, content);
  if (!isObject(value)) return undefined;
  const { tables } = resources;
  const owners = ownersOf(tables, tables.map.collectionOf(read), act.ids);
  return withOwners(value, owners, tables.shapes.of(content.schema), tables.shapes);
}
