import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { defaultLimits, type Limits } from '../src/load/load-options.ts';
import { type ReadOptions, type ReadResult, readDescription } from '../src/load/read-description.ts';

/** Files by path below a new folder, which goes when the test ends. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

export function writeFolder(files: Files): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-openapi-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return folder;
}

export interface ReadInFolder extends Omit<ReadOptions, 'limits'> {
  readonly limits?: Partial<Limits>;
}

/**
 * Reads the first of the files as root, in this thread: the same as `loadDescription` does in its own, which
 * takes half a second each time to start.
 */
export async function read(
  files: Files | string,
  options: ReadInFolder = {},
): Promise<ReadResult & { folder: string }> {
  const folder = typeof files === 'string' ? files : writeFolder(files);
  const root = typeof files === 'string' ? 'openapi.yaml' : (Object.keys(files)[0] ?? 'openapi.yaml');
  const limits = { ...defaultLimits, ...options.limits };
  return { ...(await readDescription(path.join(folder, root), { ...options, limits })), folder };
}

/** `rule file:line:column` of each diagnostic, files relative to the folder. */
export function told(result: ReadResult & { folder: string }): string[] {
  const diagnostics = result.ok ? result.findings : result.diagnostics;
  return diagnostics.map(({ rule, place }) => {
    const file = path.relative(result.folder, place.file);
    return `${rule} ${file}:${place.line}:${place.column}`;
  });
}

/** A small valid description in YAML with one more part at the end. */
export const withPart = (part: string): string =>
  `openapi: 3.1.1\ninfo: { title: Test, version: 1.0.0 }\npaths: {}\n${part}`;

/** A small valid description whose schemas are given as YAML, indented by four spaces. */
export const withSchemas = (schemas: string): string => withPart(`components:\n  schemas:\n${schemas}`);
