import { escapeToken } from '@plumbline/json-schema/json-pointer';
import { isObject } from '../../../json-object.ts';
import type { ExchangePart, Pagination } from '../../behaviours.ts';
import { child, isAbsent, itemsOf, membersOf, type Node, present, textOf } from '../../node.ts';
import type { FoundOperation } from '../../operation-ids.ts';
import type { Reading } from '../../reading.ts';
import type { DescribedOperation } from '../described-operation.ts';
import { bodyPart, part } from '../exchange-part.ts';
import { unspecifiedPaging } from '../pagination.ts';

const mark = 'x-stainless-pagination-property';

/** Marks on the schemas of parameters and of the answer's fields, each with a purpose. */
type Marks = ReadonlyMap<string, ExchangePart>;

/** `x-stainless-pagination-property` */
export function stainlessPagination(
  reading: Reading,
  operation: DescribedOperation,
  found: FoundOperation,
): Pagination | undefined {
  const inputs = parameterMarks(reading, found);
  const counter = counterOf(inputs);
  if (!counter && !inputs.has('next_cursor_id_param')) return undefined;
  const outputs = responseMarks(reading, found);
  const url = outputs.get('cursor_url_field');
  return {
    ...(counter ?? { type: 'single' }),
    items: outputs.get('items') ?? bodyPart('response', ''),
    ...present('next', outputs.get('next_cursor_field') ?? url),
    ...present('hasMore', outputs.get('has_next_page')),
    ...present('total', outputs.get('offset_total_count_field')),
    ...unspecifiedPaging,
    source: 'stainless',
    place: operation.place,
  };
}

function counterOf(inputs: Marks): Pick<Pagination, 'type' | 'cursor' | 'page' | 'offset'> | undefined {
  const [cursor, page, offset] = ['next_cursor_param', 'page_number_param', 'offset_count_param'].map(
    (purpose) => inputs.get(purpose),
  );
  if (cursor) return { type: 'cursor', cursor };
  if (page) return { type: 'page', page };
  return offset && { type: 'offset', offset };
}

function parameterMarks(reading: Reading, found: FoundOperation): Marks {
  const marks = new Map<string, ExchangePart>();
  for (const owner of [found.pathItem, found.node]) {
    for (const written of itemsOf(child(owner, 'parameters'))) {
      const node = targetOf(reading, written);
      const purpose =
        textOf(child(child(node, 'schema'), mark), 'purpose') ?? textOf(child(node, mark), 'purpose');
      const [name, location] = [textOf(node, 'name'), textOf(node, 'in')];
      if (purpose === undefined || name === undefined) continue;
      marks.set(purpose, part('request', { in: location === 'header' ? 'header' : 'query', name }));
    }
  }
  return marks;
}

function responseMarks(reading: Reading, found: FoundOperation): Marks {
  const marks = new Map<string, ExchangePart>();
  for (const [status, written] of membersOf(child(found.node, 'responses'))) {
    if (!status.startsWith('2')) continue;
    const content = child(targetOf(reading, written), 'content');
    for (const [, mediaType] of membersOf(content)) collectMarks(reading, child(mediaType, 'schema'), marks);
  }
  return marks;
}

/** Walks the fields of a schema, each schema once. */
function collectMarks(reading: Reading, schema: Node, marks: Map<string, ExchangePart>): void {
  const seen = new Set<string>();
  const waiting = [{ node: schema, pointer: '' }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { pointer } = next;
    const node = targetOf(reading, next.node);
    if (isAbsent(node) || seen.has(node.pointer)) continue;
    seen.add(node.pointer);
    noteMark(node, pointer, marks);
    waiting.push(...itemsOf(child(node, 'allOf')).map((part) => ({ node: part, pointer })));
    for (const [key, property] of membersOf(child(node, 'properties'))) {
      waiting.push({ node: property, pointer: `${pointer}/${escapeToken(key)}` });
    }
  }
}

function noteMark(node: Node, pointer: string, marks: Map<string, ExchangePart>): void {
  const declared = child(node, mark);
  const purpose = textOf(declared, 'purpose');
  if (purpose === undefined || marks.has(purpose)) return;
  const header = textOf(declared, 'from_header');
  const isWhole = child(declared, 'is_top_level_array').value === true;
  marks.set(
    purpose,
    header === undefined
      ? bodyPart('response', isWhole ? '' : pointer)
      : part('response', { in: 'header', name: header }),
  );
}

/** What leads nowhere was reported where it is read itself. */
const targetOf = (reading: Reading, node: Node): Node =>
  (isObject(node.value) ? reading.resolve(node) : undefined) ?? { value: undefined, pointer: node.pointer };
