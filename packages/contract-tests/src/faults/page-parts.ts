import type { ExchangePart, Operation } from '@plumbline/openapi';
import { partText } from '../check/part-text.ts';
import { itemsOf } from '../resources/item-id.ts';
import { isJsonObject } from '../values/json.ts';
import { addAt, changeAt, findAt } from './json-place.ts';
import { type CallAnswer, jsonOf, withHeaders, withJson } from './message.ts';
import { suiteAnswer } from './suite-answer.ts';

/** The items of a page; undefined where the answer is none. */
export const pageItems = (operation: Operation, answer: CallAnswer): readonly unknown[] | undefined =>
  itemsOf(operation, suiteAnswer(answer));

/** The page with other items. */
export function withItems(
  operation: Operation,
  answer: CallAnswer,
  items: readonly unknown[],
): CallAnswer | undefined {
  const body = jsonOf(answer)?.value;
  const part = operation.behaviours.pagination?.items;
  if (part?.in === 'body') {
    const changed = changeAt(body, part.pointer, { change: () => items });
    return changed && withJson(answer, changed.value);
  }
  if (Array.isArray(body)) return withJson(answer, items);
  if (!isJsonObject(body)) return undefined;
  const changed = Object.entries(body).map(
    ([name, value]) => [name, Array.isArray(value) ? items : value] as const,
  );
  return withJson(answer, Object.fromEntries(changed));
}

type PartName = 'next' | 'hasMore' | 'total';

const partOf = ({ behaviours }: Operation, name: PartName): ExchangePart | undefined =>
  behaviours.pagination?.[name];

const textIn = (operation: Operation, name: PartName, answer: CallAnswer): string | undefined =>
  partText(partOf(operation, name), suiteAnswer(answer)) || undefined; // an empty text says nothing

/** The cursor or address of the next page. */
export const nextOf = (operation: Operation, answer: CallAnswer): string | undefined =>
  textIn(operation, 'next', answer);

/** Whether the page says that more follows: by its flag, else by naming the next page. */
export function saysMore(operation: Operation, answer: CallAnswer): boolean {
  const flag = textIn(operation, 'hasMore', answer);
  return flag === undefined ? nextOf(operation, answer) !== undefined : flag.toLowerCase() === 'true';
}

export function totalOf(operation: Operation, answer: CallAnswer): number | undefined {
  const text = textIn(operation, 'total', answer);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** The page with another value in one of its parts; undefined takes it away. Undefined where the part is not declared. */
export function withPagePart(
  operation: Operation,
  answer: CallAnswer,
  { part: name, value }: { readonly part: PartName; readonly value: string | number | boolean | undefined },
): CallAnswer | undefined {
  const part = partOf(operation, name);
  if (part?.message !== 'response') return undefined;
  if (part.in === 'header')
    return withHeaders(answer, { [part.name]: value === undefined ? undefined : String(value) });
  if (part.in !== 'body') return undefined;
  return withBodyPart(answer, part.pointer, value);
}

function withBodyPart(answer: CallAnswer, pointer: string, value: unknown): CallAnswer | undefined {
  const body = jsonOf(answer)?.value;
  const at = pointer.lastIndexOf('/');
  const written = value === undefined ? null : value;
  const changed = findAt(body, pointer)
    ? changeAt(body, pointer, { change: () => written })
    : addAt(body, pointer.slice(0, at), pointer.slice(at + 1), written);
  return changed && withJson(answer, changed.value);
}
