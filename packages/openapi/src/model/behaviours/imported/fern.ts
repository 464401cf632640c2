import { isObject } from '../../../json-object.ts';
import type { ExchangePart, Idempotency, Pagination } from '../../behaviours.ts';
import { child, itemsOf, type Node, present, textOf } from '../../node.ts';
import type { FoundOperation } from '../../operation-ids.ts';
import type { Reading } from '../../reading.ts';
import { type DescribedOperation, requestPartNamed } from '../described-operation.ts';
import { bodyPart, part } from '../exchange-part.ts';
import { scopeByDefault } from '../idempotency.ts';
import { pointerOfPath } from '../json-path.ts';
import { unspecifiedPaging } from '../pagination.ts';

/** `x-fern-pagination`: `$request.x` and `$response.y.z`; `true` takes the root's. */
export function fernPagination(
  reading: Reading,
  operation: DescribedOperation,
  found: FoundOperation,
): Pagination | undefined {
  const own = child(found.node, 'x-fern-pagination');
  const node = own.value === true ? child(reading.root, 'x-fern-pagination') : own;
  if (!isObject(node.value)) return undefined;
  const input = (key: string) => requestPart(operation, textOf(node, key));
  const output = (key: string) => responsePart(textOf(node, key));
  const next = output('next_cursor') ?? output('next_uri') ?? output('next_path');
  const [cursor, offset] = [input('cursor'), input('offset')];
  return {
    ...counterOf({ cursor, offset, step: input('step') }),
    items: output('results') ?? bodyPart('response', ''),
    ...present('next', next),
    ...present('hasMore', output('has-next-page')),
    ...unspecifiedPaging,
    source: 'fern',
    place: reading.place(node),
  };
}

/** Fern's `offset` counts items where a step is given or the name says so, else pages. */
function counterOf({
  cursor,
  offset,
  step,
}: Record<'cursor' | 'offset' | 'step', ExchangePart | undefined>): Pick<
  Pagination,
  'type' | 'cursor' | 'page' | 'offset' | 'limit'
> {
  if (cursor) return { type: 'cursor', cursor };
  if (!offset) return { type: 'link' };
  const countsItems = step !== undefined || /offset|skip|start/i.test(offset.text);
  return countsItems ? { type: 'offset', offset, ...present('limit', step) } : { type: 'page', page: offset };
}

function requestPart(operation: DescribedOperation, text: string | undefined): ExchangePart | undefined {
  const name = /^\$request\.([\w-]+)$/.exec(text ?? '')?.[1];
  return name === undefined ? undefined : requestPartNamed(operation, name);
}

function responsePart(text: string | undefined): ExchangePart | undefined {
  if (!text?.startsWith('$response')) return undefined;
  const pointer = pointerOfPath(`$${text.slice('$response'.length)}`);
  return pointer === undefined ? undefined : bodyPart('response', pointer);
}

/** `x-fern-idempotent: true` with the headers that the root names. Fern promises nothing more of them. */
export function fernIdempotency(reading: Reading, found: FoundOperation): Idempotency | undefined {
  if (child(found.node, 'x-fern-idempotent').value !== true) return undefined;
  const node: Node = child(reading.root, 'x-fern-idempotency-headers');
  const [header] = itemsOf(node).map((item) => textOf(item, 'header'));
  if (header === undefined) return undefined;
  return {
    key: part('request', { in: 'header', name: header }),
    scope: scopeByDefault,
    replay: 'equivalent',
    mismatch: 'unspecified',
    concurrent: 'unspecified',
    notStored: [],
    source: 'fern',
    place: reading.place(node),
  };
}
