import type { GeneratedFile } from '../generated-file.ts';
import { isGenerated } from '../header.ts';
import { readFolder } from './read-folder.ts';

/** How a folder differs from what would be generated now. */
export interface FileDifference {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  /** `left-over`: generated once, but no longer. */
  readonly kind: 'missing' | 'changed' | 'left-over';
  /** The first line that differs, 1-based; for `changed`. */
  readonly line?: number;
}

/** What `--check` finds: nothing when the folder is up to date. Line ends do not count. */
export async function compareFiles(
  folder: string,
  files: readonly GeneratedFile[],
): Promise<readonly FileDifference[]> {
  const existing = (await readFolder(folder)) ?? new Map<string, string>();
  const wanted = new Set(files.map(({ path }) => path));
  const differences = files.flatMap(({ path, text }): FileDifference[] => {
    const found = existing.get(path);
    if (found === undefined) return [{ path, kind: 'missing' }];
    const line = firstDifference(found, text);
    return line === undefined ? [] : [{ path, kind: 'changed', line }];
  });
  for (const [path, text] of existing) {
    if (!wanted.has(path) && isGenerated(text)) differences.push({ path, kind: 'left-over' });
  }
  return differences;
}

function firstDifference(found: string, wanted: string): number | undefined {
  const foundLines = found.split(/\r?\n/);
  const wantedLines = wanted.split('\n');
  const length = Math.max(foundLines.length, wantedLines.length);
  for (let index = 0; index < length; index++) {
    if (foundLines[index] !== wantedLines[index]) return index + 1;
  }
  return undefined;
}
