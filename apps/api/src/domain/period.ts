import { readInstant } from './instant.ts';
import type { Refusal } from './refusal.ts';

/** From inclusive, to exclusive. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

export type PeriodResult =
  | { readonly kind: 'period'; readonly period: Period }
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[] };

const defaultLength = 30 * 24 * 60 * 60 * 1000;

/** The period that statistics are asked for: by default the 30 days before `to`, which is by default now. */
export function readPeriod(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): PeriodResult {
  const to = query.to === undefined ? now : readInstant(query.to);
  if (to === null) return refused('query/to', 'format', 'must be in the years 0 to 9999, in UTC');
  const from = query.from === undefined ? new Date(to.getTime() - defaultLength) : readInstant(query.from);
  if (from === null) return refused('query/from', 'format', 'must be in the years 0 to 9999, in UTC');
  if (from.getUTCFullYear() < 0)
    return refused('query/to', 'minimum', 'must be at least 30 days after the year 0 began');
  if (from > to) return refused('query/from', 'maximum', 'must not be after the end of the period');
  return { kind: 'period', period: { from, to } };
}

function refused(pointer: string, code: string, message: string): PeriodResult {
  return { kind: 'refused', refusals: [{ pointer, code, message }] };
}
