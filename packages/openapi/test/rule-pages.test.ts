import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rulePages } from '../src/rules/rule-pages.ts';

const folder = fileURLToPath(new URL('../docs/rules/', import.meta.url));

test('the written pages are what the registry makes (`npm run rule-pages` writes them)', async () => {
  const names = (await readdir(folder)).sort();
  const written = await Promise.all(
    names.map(async (name) => [name, await readFile(`${folder}${name}`, 'utf8')] as const),
  );
  expect(new Map(written)).toEqual(new Map([...rulePages()].sort()));
});
