import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import type { MockName } from './mocks.ts';

/** What became of each law of a description on one mock. */
export interface LawsDone {
  readonly kind: 'done';
  /** By obligation id. */
  readonly outcomes: Readonly<Record<string, 'proved' | 'violated' | 'unproven'>>;
  readonly requests: number;
  readonly seconds: number;
}

/** The laws of a description on one mock, or why nothing is known of them. */
export type LawResult =
  | LawsDone
  | { readonly kind: 'unfinished'; readonly seconds: number }
  | { readonly kind: 'failed'; readonly reason: string };

export type MockResults = Readonly<Partial<Record<MockName, LawResult>>>;

/** By the name of the description. */
export type AllResults = Record<string, MockResults>;

/** What earlier runs left in a file; nothing where there is none. */
export async function readResults(file: string): Promise<AllResults> {
  // Safe: only `writeResults` writes such a file.
  return existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as AllResults) : {};
}

export const writeResults = (file: string, all: AllResults): Promise<void> =>
  writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
