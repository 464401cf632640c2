import type { ExchangePart } from '@plumbline/openapi';
import type { Answer } from '../run/exchange-record.ts';
import { atPointer, parseJson } from '../values/json.ts';

/** The text of a declared part of an answer; undefined where it is absent. */
export function partText(part: ExchangePart | undefined, answer: Answer): string | undefined {
  if (part?.message !== 'response') return undefined;
  if (part.in === 'header') return answer.headers.get(part.name) ?? undefined;
  if (part.in !== 'body') return undefined;
  const value = atPointer(parseJson(answer.text)?.value, part.pointer);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}
