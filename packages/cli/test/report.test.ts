import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { emptyFolder, plumbline } from './command.ts';

const result = (id: string, verdict: object) => ({
  ...{ id, kind: 'R.body', operation: 'getNote', claim: 'the body of 200 is valid', level: 'must' },
  place: { file: 'notes.yaml', pointer: '/paths' },
  verdict,
});
const report = (version: string, ...results: readonly object[]) =>
  JSON.stringify({ title: 'Notes', version, requests: 3, results });

const proved = { outcome: 'proved', by: [] };
const open = { outcome: 'unproven', reason: 'not-seen' };

async function merge(texts: readonly string[], ...flags: readonly string[]) {
  const cwd = await emptyFolder();
  const names = texts.map((_, index) => `part-${index + 1}.json`);
  await Promise.all(names.map((name, index) => writeFile(join(cwd, name), texts[index] ?? '')));
  return plumbline(['report', 'merge', ...names, ...flags], { cwd });
}

test('reports of parts become one, which fails as a run does', async () => {
  const parts = [report('1', result('a', open)), report('1', result('a', proved), result('b', open))];
  const { code, stdout } = await merge(parts);
  expect(stdout).toContain('  1 proved, 0 violated, 0 warnings, 1 not proved; 6 requests');
  expect(code).toBe(0);
  const unproved = await merge([report('1', result('a', open))]);
  expect(unproved.stdout).toContain('a run that proves nothing fails');
  expect(unproved.code).toBe(1);
});

test('what is no report, and what is of another description, is refused', async () => {
  const other = await merge([report('1', result('a', proved)), report('2', result('a', proved))]);
  expect(other.code).toBe(3);
  expect(other.stderr).toBe(
    'The reports cannot be merged: they are of different descriptions: Notes 1, and Notes 2.\n',
  );
  const none = await merge(['{}']);
  expect(none.code).toBe(2);
  expect(none.stderr).toContain('part-1.json cannot be used: it is no report: write one with');
});
