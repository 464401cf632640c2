import { toPointer } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../../../json-object.ts';
import type { ExchangePart, Pagination } from '../../behaviours.ts';
import { child, itemsOf, membersOf, type Node, present, textOf, textsOf } from '../../node.ts';
import type { FoundOperation } from '../../operation-ids.ts';
import type { Reading } from '../../reading.ts';
import type { DescribedOperation } from '../described-operation.ts';
import { bodyPart, part } from '../exchange-part.ts';
import { unspecifiedPaging } from '../pagination.ts';

const types: Readonly<Record<string, Pagination['type']>> = {
  offset: 'offset',
  pageNumber: 'page',
  cursor: 'cursor',
  cursorUrl: 'link',
  fakePage: 'single',
};

/** `x-scalar-pagination`: named schemes at the root; an operation names one, or writes one out. */
export function scalarPagination(
  reading: Reading,
  _operation: DescribedOperation,
  found: FoundOperation,
): Pagination | undefined {
  const written = child(found.node, 'x-scalar-pagination');
  const node = schemeOf(reading, written);
  if (!node) return undefined;
  const kind = textOf(node, 'type') ?? '';
  const type = Object.hasOwn(types, kind) ? types[kind] : undefined;
  if (!type) {
    reading.report('not-carried', node, {
      message: `The pagination scheme of type \`${kind}\` is not carried: its cursor is no field of the answer.`,
      help: 'Declare `x-contract-pagination` if the answer names the next cursor.',
    });
    return undefined;
  }
  return { type, ...readFields(node), ...unspecifiedPaging, source: 'scalar', place: reading.place(node) };
}

function schemeOf(reading: Reading, written: Node): Node | undefined {
  if (isObject(written.value)) return written;
  if (typeof written.value !== 'string') return undefined;
  const scheme = itemsOf(child(reading.root, 'x-scalar-pagination')).find(
    (candidate) => textOf(candidate, 'name') === written.value,
  );
  if (!scheme) {
    reading.report('ref-leads-nowhere', written, {
      message: `There is no pagination scheme called \`${written.value}\` in \`x-scalar-pagination\` at the root.`,
      help: 'Name one of the schemes there, or write the scheme out here.',
    });
  }
  return scheme;
}

function readFields(
  node: Node,
): Pick<Pagination, 'cursor' | 'limit' | 'page' | 'offset' | 'items' | 'next' | 'hasMore' | 'total'> {
  const inputs = fieldsByRole(child(node, 'request'));
  const outputs = fieldsByRole(child(node, 'response'));
  const byDefault = textOf(node, 'paramLocation') ?? 'query';
  const input = (...roles: string[]) => firstOf(inputs, roles, (field) => requestPart(field, byDefault));
  const output = (...roles: string[]) => firstOf(outputs, roles, responsePart);
  return {
    ...present('cursor', input('cursor')),
    ...present('limit', input('limit', 'pageSize')),
    ...present('page', input('pageNumber')),
    ...present('offset', input('offset')),
    items: output('items') ?? bodyPart('response', ''),
    ...present('next', output('cursor', 'cursorUrl')),
    ...present('hasMore', output('hasMore')),
    ...present('total', output('total')),
  };
}

interface Field {
  readonly key: string;
  readonly node: Node;
}

const fieldsByRole = (node: Node): ReadonlyMap<string, Field> =>
  new Map(membersOf(node).map(([key, field]) => [textOf(field, 'type') ?? key, { key, node: field }]));

function firstOf(
  fields: ReadonlyMap<string, Field>,
  roles: readonly string[],
  toPart: (field: Field) => ExchangePart,
): ExchangePart | undefined {
  const field = roles.map((role) => fields.get(role)).find((found) => found !== undefined);
  return field && toPart(field);
}

function requestPart({ key, node }: Field, byDefault: string): ExchangePart {
  const name = textOf(node, 'param') ?? key;
  const location = textOf(node, 'location') ?? byDefault;
  if (location === 'body') return bodyPart('request', pathOf({ key: name, node }));
  return part('request', { in: location === 'header' ? 'header' : 'query', name });
}

function responsePart({ key, node }: Field): ExchangePart {
  const location = textOf(node, 'location');
  if (location === 'linkHeader')
    return part('response', { in: 'header', name: textOf(node, 'headerName') ?? 'Link' });
  if (location === 'header')
    return part('response', { in: 'header', name: textOf(node, 'headerName') ?? key });
  return bodyPart('response', pathOf({ key, node }));
}

function pathOf({ key, node }: Field): string {
  const path = textsOf(child(node, 'path'));
  return toPointer(path.length > 0 ? path : [textOf(node, 'property') ?? key]);
}
