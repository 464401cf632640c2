import { isObject } from '../../../json-object.ts';
import type { ExchangePart, Pagination, ResourceRole } from '../../behaviours.ts';
import { child, itemsOf, type Node, present, textOf } from '../../node.ts';
import type { FoundOperation } from '../../operation-ids.ts';
import type { Reading } from '../../reading.ts';
import { type DescribedOperation, requestPartNamed } from '../described-operation.ts';
import { bodyPart } from '../exchange-part.ts';
import { pointerOfPath } from '../json-path.ts';
import { unspecifiedPaging } from '../pagination.ts';
import { plainRole } from '../resource.ts';

/** `x-speakeasy-pagination`: inputs by name and role, outputs by JSONPath. */
export function speakeasyPagination(
  reading: Reading,
  operation: DescribedOperation,
  found: FoundOperation,
): Pagination | undefined {
  const node = child(found.node, 'x-speakeasy-pagination');
  if (!isObject(node.value)) return undefined;
  const inputs = inputsByRole(operation, node);
  const outputs = child(node, 'outputs');
  const output = (key: string) => outputPart(reading, child(outputs, key));
  const kind = textOf(node, 'type');
  const type =
    kind === 'url' ? 'link' : kind === 'cursor' ? 'cursor' : inputs.has('page') ? 'page' : 'offset';
  return {
    type,
    ...present('cursor', inputs.get('cursor')),
    ...present('limit', inputs.get('limit')),
    ...present('page', inputs.get('page')),
    ...present('offset', inputs.get('offset')),
    items: output('results') ?? bodyPart('response', ''),
    ...present('next', output(kind === 'url' ? 'nextUrl' : 'nextCursor')),
    ...unspecifiedPaging,
    source: 'speakeasy',
    place: reading.place(node),
  };
}

function inputsByRole(operation: DescribedOperation, node: Node): ReadonlyMap<string, ExchangePart> {
  return new Map(
    itemsOf(child(node, 'inputs')).flatMap((input) => {
      const name = textOf(input, 'name');
      const role = textOf(input, 'type');
      if (name === undefined || role === undefined) return [];
      const isBody = textOf(input, 'in') === 'requestBody';
      return [[role, isBody ? bodyPart('request', `/${name}`) : requestPartNamed(operation, name)] as const];
    }),
  );
}

function outputPart(reading: Reading, node: Node): ExchangePart | undefined {
  if (typeof node.value !== 'string') return undefined;
  const pointer = pointerOfPath(node.value);
  if (pointer !== undefined) return bodyPart('response', pointer);
  reading.report('not-carried', node, {
    message: `The path \`${node.value}\` does more than walk down by name and is not carried.`,
    help: 'Point at a field of the answer, for example `$.data.next`.',
  });
  return undefined;
}

/** `x-speakeasy-entity-operation: Drink#create` */
export function speakeasyResource(reading: Reading, found: FoundOperation): ResourceRole | undefined {
  const node = child(found.node, 'x-speakeasy-entity-operation');
  if (typeof node.value !== 'string') return undefined;
  const [, type, written] = /^(\w+)#([a-z]+)/.exec(node.value) ?? [];
  const op = (['create', 'read', 'list', 'update', 'delete'] as const).find((role) => role === written);
  if (type === undefined || op === undefined) return undefined;
  return { ...plainRole({ type, op }), source: 'speakeasy', place: reading.place(node) };
}
