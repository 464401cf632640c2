import { seedFor } from '../values/seed.ts';
import type { Settings } from './settings.ts';
import type { Turns } from './turns.ts';

/** So many characters tell apart what is made of one type. */
const seriesLength = 4;

/**
 * Words that differ within a run, and from those of other runs. None is the beginning of another one, so that a list
 * can be searched for it.
 */
export function createMarks(
  { nonce, seed }: Pick<Settings, 'nonce' | 'seed'>,
  turns: Turns,
): (operation: string) => string {
  return (operation) => {
    const { series, count } = turns.next(operation);
    const word = seedFor(seed, series).toString(36).padStart(seriesLength, '0').slice(0, seriesLength);
    return `${nonce}${word}${count}m`;
  };
}
