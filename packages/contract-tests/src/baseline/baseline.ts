import type { Obligation } from '../obligation.ts';
import type { Waiver } from '../obligation-result.ts';
import { matcher } from '../plan/select.ts';
import { type Report, summarize, violations } from '../report/report.ts';

/** Known failures that fail nothing for a while. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
}

export interface BaselineEntry extends Waiver {
  /** An operation id, a kind or an obligation id, with `*`. */
  readonly id: string;
}

export interface BaselineContext {
  /** The day in UTC: `2026-11-24`. */
  readonly today: string;
  /** All obligations of the description: `planObligations(model)`. */
  readonly plan: readonly Obligation[];
}

export interface Baselined {
  /** The report with known violations waived. */
  readonly report: Report;
  /** Entries past their day: they waive nothing, and the run is not in order while they stand there. */
  readonly expired: readonly BaselineEntry[];
  /** Entries that waive nothing any more, and not because the run left something out. */
  readonly idle: readonly BaselineEntry[];
}

/** Waives the violations that a baseline knows. */
export function applyBaseline(
  report: Report,
  { entries }: Baseline,
  { today, plan }: BaselineContext,
): Baselined {
  const [expired, valid] = [entries.filter(isPast(today)), entries.filter((entry) => !isPast(today)(entry))];
  const matching = valid.map((entry) => ({ entry, matches: matcher([entry.id]) }));
  const used = new Set<BaselineEntry>();
  const results = report.results.map((result) => {
    if (result.verdict.outcome !== 'violated') return result;
    const found = matching.filter(({ matches }) => matches(result));
    for (const { entry } of found) used.add(entry);
    const [first] = found;
    return first ? { ...result, waiver: toWaiver(first.entry) } : result;
  });
  const tried = new Set(report.results.map(({ id }) => id));
  const leftOut = plan.filter(({ id }) => !tried.has(id));
  const idle = matching.filter(({ entry, matches }) => !used.has(entry) && !leftOut.some(matches));
  return {
    report: { ...report, ...summarize(results), results },
    expired,
    idle: idle.map(({ entry }) => entry),
  };
}

/** Days as text compare as days. */
const isPast =
  (today: string) =>
  ({ until }: BaselineEntry): boolean =>
    until < today;

const toWaiver = ({ why, owner, until }: BaselineEntry): Waiver => ({ why, owner, until });

/** How long a new entry holds. */
const newEntryDays = 30;

/**
 * The baseline with an entry for each violation that has none, and without what is expired or waives nothing.
 *
 * @param report of the run, before the baseline was applied
 */
export function updateBaseline(report: Report, before: Baseline, context: BaselineContext): Baseline {
  const { report: known, expired, idle } = applyBaseline(report, before, context);
  const dropped = new Set([...expired, ...idle]);
  const until = dayAfter(context.today, newEntryDays);
  const fresh = violations(known).map(({ id, claim }) => ({ id, why: claim, owner: 'nobody yet', until }));
  const entries = [...before.entries.filter((entry) => !dropped.has(entry)), ...fresh];
  return { entries: entries.sort((one, other) => (one.id < other.id ? -1 : 1)) };
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export function printBaseline({ entries }: Baseline): string {
  return `${JSON.stringify({ baselineVersion: 1, entries }, null, 2)}\n`;
}

/** @throws {SyntaxError} which says what is wrong with the text */
export function parseBaseline(text: string): Baseline {
  const value: unknown = JSON.parse(text);
  if (
    typeof value !== 'object' ||
    value === null ||
    !('baselineVersion' in value) ||
    value.baselineVersion !== 1
  ) {
    throw new SyntaxError('it is no baseline of version 1: `{ "baselineVersion": 1, "entries": [ … ] }`');
  }
  const entries: unknown = 'entries' in value ? value.entries : undefined;
  if (!Array.isArray(entries)) throw new SyntaxError('`entries` must be a list');
  return { entries: entries.map(toEntry) };
}

const entryKeys = ['id', 'why', 'owner', 'until'] as const;

function toEntry(value: unknown, index: number): BaselineEntry {
  const entry: Readonly<Record<string, unknown>> =
    typeof value === 'object' && value !== null ? { ...value } : {};
  const missing = entryKeys.find((key) => typeof entry[key] !== 'string' || entry[key] === '');
  if (missing !== undefined) throw new SyntaxError(`entry ${index + 1} needs a text \`${missing}\``);
  const { id, why, owner, until } = entry as Record<(typeof entryKeys)[number], string>; // each was just seen
  if (!isDay(until)) throw new SyntaxError(`entry ${index + 1}: \`until\` must be a day such as 2027-03-01`);
  return { id, why, owner, until };
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || Number.isNaN(Date.parse(text))) return false;
  return new Date(text).toISOString().startsWith(text);
}
