import { toPointer } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../../../json-object.ts';
import type { Pagination } from '../../behaviours.ts';
import { child, textOf } from '../../node.ts';
import type { FoundOperation } from '../../operation-ids.ts';
import type { Reading } from '../../reading.ts';
import type { DescribedOperation } from '../described-operation.ts';
import { bodyPart } from '../exchange-part.ts';
import { unspecifiedPaging } from '../pagination.ts';

/** `x-ms-pageable`: the items in `itemName` (default `value`), the next page's URL in `nextLinkName`. */
export function msPageable(
  reading: Reading,
  _operation: DescribedOperation,
  found: FoundOperation,
): Pagination | undefined {
  const node = child(found.node, 'x-ms-pageable');
  if (!isObject(node.value)) return undefined;
  const next = textOf(node, 'nextLinkName');
  return {
    type: next === undefined ? 'single' : 'link',
    items: bodyPart('response', toPointer([textOf(node, 'itemName') ?? 'value'])),
    ...(next !== undefined && { next: bodyPart('response', toPointer([next])) }),
    ...unspecifiedPaging,
    source: 'x-ms-pageable',
    place: reading.place(node),
  };
}
