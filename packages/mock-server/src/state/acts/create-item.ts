import type { Operation } from '@plumbline/openapi';
import type { Perform } from '../act.ts';
import type { TableLink } from '../roles.ts';
import type { Table } from '../tables.ts';
import { newValue } from '../written-values.ts';
import type { ActParts } from './act-parts.ts';
import { addItem } from './add-item.ts';
import { newId } from './new-id.ts';
import { requireReferences } from './references.ts';
import { sampleValue } from './sample-value.ts';
import { sentItem } from './sent-value.ts';

export function createItem(
  table: Table,
  link: TableLink | undefined,
  operation: Operation,
  parts: ActParts,
): Perform {
  const { resources } = parts;
  const sentValue = sentItem(table, operation, parts);
  const require = requireReferences(operation, resources);
  const sampleOf = sampleValue(table, operation, resources);
  const idOfNew = newId(table, operation, { parts, sentValue });
  const add = addItem(table, operation, { link, parts });
  return (act) => {
    const sent = sentValue.of(act);
    require(sent, act);
    const address = resources.addressOf(table, act.ids, act.tenant);
    const sample = sampleOf();
    const value = newValue(sent, sample, sentValue.writing(act));
    return add({ act, address, id: idOfNew(sent, address, act), sample, value });
  };
}
