import { isObject } from '../../json-object.ts';
import type { Tenancy } from '../behaviours.ts';
import { isAbsent, type Node } from '../node.ts';
import type { Reading } from '../reading.ts';
import { createFields } from './fields.ts';

export function readTenancy(reading: Reading, node: Node): Tenancy | undefined {
  if (isAbsent(node)) return undefined;
  const fields = createFields(reading, node, {
    name: 'x-contract-tenancy',
    known: ['tenant', 'foreign', 'shared'],
  });
  const tenant = fields.text('tenant');
  if (!isObject(node.value) || tenant === undefined) {
    fields.missing('tenant');
    return undefined;
  }
  return {
    tenant,
    foreign: fields.status('foreign', ['unspecified'], 'unspecified'),
    shared: fields.texts('shared') ?? [],
    place: reading.place(node),
  };
}
