import type { Operation } from '@plumbline/openapi';
import type { Act, Outcome, Perform } from '../act.ts';
import { declares } from '../declared-status.ts';
import { idOf, withId } from '../item-values.ts';
import { successOf } from '../places.ts';
import type { Role } from '../roles.ts';
import type { Table } from '../tables.ts';
import { newValue, patchedValue, replacedValue } from '../written-values.ts';
import type { ActParts } from './act-parts.ts';
import { addItem } from './add-item.ts';
import { ownPlace } from './own-place.ts';
import { requireReferences } from './references.ts';
import { sampleValue } from './sample-value.ts';
import { type SentValue, sentItem } from './sent-value.ts';
import { settledValue } from './settled-value.ts';

/** An update, or a replacement, which may also make what is not there. */
export function changeItem(
  { kind, table }: Extract<Role, { kind: 'update' | 'replace' }>,
  operation: Operation,
  parts: ActParts,
): Perform {
  const { resources } = parts;
  const { shapes } = resources.tables;
  const sentValue = sentItem(table, operation, parts);
  const placeOf = ownPlace(table, resources);
  const require = requireReferences(operation, resources);
  const settle = settledValue(table, parts);
  const change = kind === 'update' ? patchedValue : replacedValue;
  const make = kind === 'replace' && makesNew(operation, table) ? making(table, operation, parts) : undefined;
  return (act) => {
    const { address, id } = placeOf(act);
    const found = resources.find(table, address, act, id);
    if (!found && make) return make(act, sentValue);
    const { value, links, id: ownId } = found ?? resources.need(table, address, act, id);
    const sent = sentValue.of(act);
    require(sent, act);
    const next = change(value, sent, sentValue.writing(act));
    const losesId = idOf(value, table.idName) === ownId && idOf(next, table.idName) !== ownId;
    const changed = settle(losesId ? withId(next, ownId, { table, shapes }) : next);
    act.store.put(address, { id: ownId, value: changed, links });
    return { kind: 'thing', table, value: changed, isNew: false };
  };
}

/** An item of the id that the path names. */
function making(
  table: Table,
  operation: Operation,
  parts: ActParts,
): (act: Act, sentValue: SentValue) => Outcome {
  const placeOf = ownPlace(table, parts.resources);
  const sampleOf = sampleValue(table, operation, parts.resources);
  const add = addItem(table, operation, { link: undefined, parts });
  return (act, sentValue) => {
    const sample = sampleOf();
    const value = newValue(sentValue.of(act), sample, sentValue.writing(act));
    return add({ act, ...placeOf(act), sample, value });
  };
}

/**
 * Whether a PUT makes what is not there: it tells so, or nothing else makes one and it does not say that it has to be
 * there. Of what it answers nothing, being there is all that there is to it.
 */
function makesNew(operation: Operation, { create }: Table): boolean {
  if (declares(operation, '201')) return true;
  if (create !== undefined) return false;
  const showsNothing = (successOf(operation)?.content.length ?? 0) === 0;
  return showsNothing || !declares(operation, '404') || /create|upsert/i.test(operation.id);
}
