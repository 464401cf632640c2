import type { Settings } from './settings.ts';

/** Words that differ within a run, and from those of other runs. */
export function createMarks({ nonce }: Pick<Settings, 'nonce'>): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `${nonce}m${count.toString(36)}`;
  };
}
