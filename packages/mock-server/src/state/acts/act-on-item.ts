import type { Operation } from '@plumbline/openapi';
import { replaceAt } from '../../answer/pointer.ts';
import { isObject } from '../../json.ts';
import type { Act, Outcome, Perform } from '../act.ts';
import { itemPlace, jsonContent, successOf } from '../places.ts';
import type { Resources } from '../resources.ts';
import type { Action } from '../roles.ts';
import type { Item } from '../store.ts';
import { depthOf, type Table } from '../tables.ts';
import { newValue, withUpdate } from '../written-values.ts';
import type { ActParts } from './act-parts.ts';
import { addItem } from './add-item.ts';
import { declaredEffects } from './declared-effects.ts';
import { newId } from './new-id.ts';
import { ownPlace } from './own-place.ts';
import { sampleValue } from './sample-value.ts';
import { sentItem } from './sent-value.ts';
import { settledValue } from './settled-value.ts';

/** An operation with a name of its own on an item: it makes something of it, or sets members of it. */
export function actOnItem(action: Action, operation: Operation, parts: ActParts): Perform {
  const { table, creates } = action;
  const { resources } = parts;
  const depth = depthOf(table);
  const placeOf = ownPlace(table, resources);
  const makeOf = creates && making(creates, table, { operation, parts });
  const setOn = settingMembers(action, operation, parts);
  return (act) => {
    if (act.ids.length <= depth) return { kind: 'static' };
    const { address, id } = placeOf(act);
    const item = resources.need(table, address, act, id);
    if (makeOf) return makeOf(item, act);
    const value = setOn?.(item, act);
    if (value === undefined) return { kind: 'static' };
    act.store.put(address, { id: item.id, value, links: item.links });
    return { kind: 'thing', table, value, isNew: false };
  };
}

/** Undefined where nothing is known to change, and the answer does not show the item either. */
function settingMembers({ table, set }: Action, operation: Operation, parts: ActParts) {
  if (Object.keys(set).length === 0 && !shows(operation, table, parts.resources)) return undefined;
  const effects = declaredEffects(set);
  const sentValue = sentItem(table, operation, parts);
  const settle = settledValue(table, parts);
  return ({ value }: Item, act: Act) => {
    const changed = effects.reduce<unknown>(
      (before, { tokens, valueFor }) => replaceAt(before, tokens, valueFor(act.request)),
      value,
    );
    return settle(withUpdate(isObject(changed) ? changed : value, sentValue.writing(act)));
  };
}

/** Whether the success of an operation is an item of the table. */
function shows(operation: Operation, table: Table, { tables }: Resources): boolean {
  const schema = jsonContent(successOf(operation)?.content ?? [])?.schema;
  return schema !== undefined && itemPlace(schema, tables.shapes, table) !== undefined;
}

/** A copy, where a thing makes one of its own kind; else something that belongs to it. */
function making(
  table: Table,
  sourceTable: Table,
  { operation, parts }: { readonly operation: Operation; readonly parts: ActParts },
): (source: Item, act: Act) => Outcome {
  const { resources } = parts;
  const isCopy = table === sourceTable;
  const link = isCopy ? undefined : { collection: sourceTable.collection };
  const sampleOf = sampleValue(table, operation, resources);
  const sentValue = sentItem(table, operation, parts);
  const idOfNew = newId(table, operation, { parts, sentValue });
  const add = addItem(table, operation, { link, parts });
  return (source, act) => {
    const sent = sentValue.of(act);
    const sample = isCopy ? source.value : sampleOf();
    const value = isCopy ? { ...source.value, ...sent } : newValue(sent, sample, sentValue.writing(act));
    const address = resources.addressOf(table, act.ids, act.tenant);
    return add({ act, address, id: idOfNew({}, address, act), sample, value });
  };
}
