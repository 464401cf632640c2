import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ObligationResult } from '../obligation-result.ts';
import type { Report } from '../report/report.ts';
import { savedMark, toSavedTest } from './saved-test.ts';

/** What became of the failures of a report. */
export interface SavedTests {
  /** Paths of the files that were written. */
  readonly written: readonly string[];
  /** Paths of files that somebody edited, which were left as they are. */
  readonly kept: readonly string[];
  /** Ids of obligations whose failure takes more than the requests of one test. */
  readonly unsaved: readonly string[];
}

/**
 * Writes each failure of a report as an ordinary vitest test. A file that this did not write is never overwritten.
 *
 * @param folder is made where it is missing.
 */
export async function saveTests(report: Report, folder: string): Promise<SavedTests> {
  const saved = { written: [] as string[], kept: [] as string[], unsaved: [] as string[] };
  for (const result of report.results) {
    if (result.verdict.outcome !== 'violated') continue;
    const { replay } = result.verdict;
    if (!replay) {
      saved.unsaved.push(result.id);
      continue;
    }
    await mkdir(folder, { recursive: true });
    const path = join(folder, fileName(result));
    const isWritten = await writeOwn(path, toSavedTest(result, replay, report.baseUrl));
    saved[isWritten ? 'written' : 'kept'].push(path);
  }
  return saved;
}

/** Letters, digits and dashes, whatever the description calls things; the end tells similar names apart. */
function fileName({ id }: ObligationResult): string {
  const words = id
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100);
  return `${words}-${checksum(id)}.test.ts`;
}

/** FNV-1a. */
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return (hash >>> 0).toString(36);
}

async function writeOwn(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  if (!(await readFile(path, 'utf8')).startsWith(`${savedMark}\n`)) return false;
  await writeFile(path, text);
  return true;
}
