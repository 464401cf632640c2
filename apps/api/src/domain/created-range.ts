import { readInstant } from './instant.ts';
import type { Refusal } from './refusal.ts';

/** When what is listed was created: from inclusive, to exclusive. */
export interface CreatedRange {
  readonly createdAfter: Date | undefined;
  readonly createdBefore: Date | undefined;
}

export type CreatedRangeResult =
  | { readonly kind: 'range'; readonly range: CreatedRange }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

/** Reads the filters `createdAfter` and `createdBefore` of a list. */
export function readCreatedRange(query: {
  readonly createdAfter?: string | undefined;
  readonly createdBefore?: string | undefined;
}): CreatedRangeResult {
  const createdAfter = readBound(query.createdAfter);
  if (createdAfter === null) return refused('query/createdAfter', notWritable);
  const createdBefore = readBound(query.createdBefore);
  if (createdBefore === null) return refused('query/createdBefore', notWritable);
  if (createdAfter && createdBefore && createdAfter > createdBefore) {
    const message = 'must not be after createdBefore';
    return refused('query/createdAfter', { code: 'maximum', message });
  }
  return { kind: 'range', range: { createdAfter, createdBefore } };
}

const notWritable = { code: 'format', message: 'must be in the years 0 to 9999, in UTC' };

function readBound(text: string | undefined): Date | null | undefined {
  return text === undefined ? undefined : readInstant(text);
}

function refused(pointer: string, refusal: Omit<Refusal, 'pointer'>): CreatedRangeResult {
  return { kind: 'refused', refusals: [{ pointer, ...refusal }] };
}
