import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildRedoc } from './build-redoc.ts';
import { toOfflinePage } from './offline-page.ts';

/** The reference of a bundled description as one page that asks for nothing outside of itself. */
export async function referencePage(document: Readonly<Record<string, unknown>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-docs-'));
  try {
    await writeFile(join(folder, 'description.json'), JSON.stringify(document));
    await buildRedoc(folder, 'description.json', 'page.html');
    return toOfflinePage(await readFile(join(folder, 'page.html'), 'utf8'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
