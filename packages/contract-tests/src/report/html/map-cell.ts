import type { Outcome } from '../../coverage/outcome.ts';
import { type Tally, tally } from '../../coverage/tally.ts';
import type { ObligationResult } from '../../obligation-result.ts';

/** What a cell shows at a glance: the worst that is in it. */
export type CellState = 'violated' | 'warning' | 'waived' | 'none' | 'partly' | 'proved';

/** Read without colour too. */
export const cellMarks: Readonly<Record<CellState, string>> = {
  violated: '✗',
  warning: '!',
  waived: '~',
  none: '○',
  partly: '◐',
  proved: '✓',
};

export const cellMeanings: Readonly<Record<CellState, string>> = {
  violated: 'violated',
  warning: 'a warning: what only should be is not',
  waived: 'violated, and waived for now',
  none: 'nothing proved',
  partly: 'some proved',
  proved: 'all proved',
};

export interface CellView {
  readonly state: CellState;
  /** `9/14` */
  readonly count: string;
  /** `9 proved, 1 violated, 4 not proved` */
  readonly words: string;
}

export function viewCell(results: readonly ObligationResult[]): CellView {
  const counts = tally(results);
  const state = stateOf(counts, results.length);
  return { state, count: countText(state, counts, results.length), words: wordsOf(counts) };
}

function stateOf(counts: Tally, all: number): CellState {
  if (counts.violated > 0) return 'violated';
  if (counts.warning > 0) return 'warning';
  if (counts.waived > 0) return 'waived';
  if (counts.proved === 0) return 'none';
  return counts.proved === all ? 'proved' : 'partly';
}

function countText(state: CellState, counts: Tally, all: number): string {
  if (state === 'proved') return String(all);
  return `${state === 'none' || state === 'partly' ? counts.proved : counts[state]}/${all}`;
}

const words: Readonly<Record<Outcome, string>> = {
  proved: 'proved',
  violated: 'violated',
  warning: 'with a warning',
  unproven: 'not proved',
  waived: 'waived',
};

/** The outcomes in the order in which they are told. */
const told: readonly Outcome[] = ['violated', 'warning', 'waived', 'proved', 'unproven'];

function wordsOf(counts: Tally): string {
  return told
    .flatMap((outcome) => (counts[outcome] > 0 ? [`${counts[outcome]} ${words[outcome]}`] : []))
    .join(', ');
}
