import type { Pagination } from '../behaviours.ts';
import { child, type Node, present } from '../node.ts';
import type { Reading } from '../reading.ts';
import { bodyPart } from './exchange-part.ts';
import { createFields, type Fields } from './fields.ts';

const parts = ['cursor', 'limit', 'page', 'offset', 'next', 'hasMore', 'total'] as const;
const known = ['type', 'items', 'totalIs', 'itemKey', 'order', 'duringWrites', 'invalidCursor', ...parts];

/** What each way of paging cannot do without. */
const needed: Readonly<Record<Pagination['type'], readonly (typeof parts)[number][]>> = {
  cursor: ['cursor', 'next'],
  page: ['page'],
  offset: ['offset'],
  link: ['next'],
  single: [],
};

export function readPagination(reading: Reading, node: Node): Pagination | undefined {
  const fields = createFields(reading, node, { name: 'x-contract-pagination', known });
  const type = fields.choice('type', ['cursor', 'page', 'offset', 'link', 'single'], undefined);
  if (!type) {
    fields.missing('type');
    return undefined;
  }
  for (const key of needed[type]) fields.missing(key);
  return {
    type,
    ...readParts(fields),
    items: fields.expression('items') ?? bodyPart('response', ''),
    totalIs: fields.choice('totalIs', ['exact', 'estimate', 'optional', 'unspecified'], 'exact'),
    itemKey: readItemKey(reading, fields),
    order: fields.choice('order', ['stable', 'unspecified'], 'unspecified'),
    duringWrites: fields.choice('duringWrites', ['snapshot', 'live', 'unspecified'], 'live'),
    invalidCursor: fields.status('invalidCursor', ['unspecified'], 'unspecified'),
    source: 'x-contract',
    place: reading.place(node),
  };
}

type Parts = Pick<Pagination, (typeof parts)[number]>;

function readParts(fields: Fields): Parts {
  const read = parts.map((key) => present(key, fields.expression(key)));
  return Object.assign({}, ...read) satisfies Parts;
}

function readItemKey(reading: Reading, fields: Fields): string {
  const written = fields.text('itemKey');
  if (written === undefined || written === '' || written.startsWith('/')) return written ?? '/id';
  reading.report('behaviour-malformed', child(fields.node, 'itemKey'), {
    message: `\`x-contract-pagination\`: \`itemKey\` is \`${written}\`, no JSON Pointer.`,
    help: 'Write a pointer inside an item, for example `/id`.',
  });
  return '/id';
}

/** What other vocabularies leave open. */
export const unspecifiedPaging = {
  totalIs: 'unspecified',
  itemKey: '/id',
  order: 'unspecified',
  duringWrites: 'unspecified',
  invalidCursor: 'unspecified',
} as const;
