import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDescription, toApiModel } from '@plumbline/openapi';
import { afterAll, expect, test } from 'vitest';
import { generateContract, writeFiles } from '../src/index.ts';
import { compile } from './compile.ts';

/** Public descriptions, with their licence beside them. */
const source = join(import.meta.dirname, '../../contract-tests/test/fixtures/foreign');
/** Below the package, so that the generated imports resolve. */
const folder = join(import.meta.dirname, 'generated', 'foreign');
afterAll(() => rm(folder, { recursive: true, force: true }));

test('what is generated for descriptions of others compiles', { timeout: 120_000 }, async () => {
  const names = (await readdir(source)).filter((name) => /\.(json|yaml)$/.test(name));
  expect(names.length).toBeGreaterThan(5);
  for (const name of names) {
    const loaded = await loadDescription(join(source, name));
    if (!loaded.ok) throw new Error(loaded.diagnostics.map(({ message }) => message).join('\n'));
    const { description } = loaded;
    const { model } = toApiModel(description);
    const files = await generateContract({ model, document: description.document }, { source: name });
    await writeFiles(join(folder, name), files);
  }
  const { errors, files } = await compile('test/foreign.tsconfig.json');
  expect(errors).toEqual([]);
  expect(files.filter((path) => path.endsWith('/types.ts'))).toHaveLength(names.length);
});
