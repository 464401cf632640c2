import { describe, expect, test } from 'vitest';
import { compareWithLock, parseLock, planObligations, printLock, updateLock } from '../src/index.ts';
import { loadShelf, runOnShelf } from './load-shelf.ts';

const model = await loadShelf();
const plan = planObligations(model);
const only = ['getBook:R.*', 'getHealth:R.*'];
const { report: right } = await runOnShelf(model, {}, { only });
const lock = updateLock(right, undefined, plan);

describe('a lock', () => {
  test('holds what was proved, sorted, an id a line', () => {
    const text = printLock(lock);
    expect(text.split('\n')).toContain('    "getBook:R.body/200",');
    expect(lock.proved).toEqual([...lock.proved].sort());
    expect(parseLock(text)).toEqual(lock);
  });

  test('misses nothing while everything is proved again', () => {
    expect(compareWithLock(right, lock, plan)).toEqual({ lost: [], gained: [] });
  });

  test('misses what is violated, and tells what came', async () => {
    const { report } = await runOnShelf(model, { faults: ['body-extra'] }, { only });
    const { lost } = compareWithLock(report, lock, plan);
    expect(lost).toEqual([
      {
        id: 'getBook:R.body/200',
        why: 'expected a body that is valid against its schema, received the value must not have the property "shelf"',
      },
    ]);
  });

  test('misses what was proved and is silently not reached any more', async () => {
    const { report } = await runOnShelf(model, {}, { only, identities: [] });
    expect(report.counts.violated).toBe(0);
    const { lost } = compareWithLock(report, lock, plan);
    expect(lost).toContainEqual({
      id: 'getBook:R.status/200',
      why: expect.stringMatching(/^needs-credentials: /),
    });
  });

  test('misses what the description has stopped to promise', () => {
    const { lost } = compareWithLock(right, { proved: [...lock.proved, 'getBook:R.header/200/ETag'] }, plan);
    expect(lost).toEqual([{ id: 'getBook:R.header/200/ETag', why: 'the description no longer promises it' }]);
  });

  test('does not miss what the run left out, and keeps it when it is written anew', async () => {
    const { report } = await runOnShelf(model, {}, { only: ['getHealth'] });
    expect(compareWithLock(report, lock, plan).lost).toEqual([]);
    expect(updateLock(report, lock, plan).proved).toEqual(expect.arrayContaining([...lock.proved]));
    const gone = { proved: ['getBook:R.header/200/ETag'] };
    expect(updateLock(report, gone, plan).proved).not.toContain('getBook:R.header/200/ETag');
  });

  test('tells what is proved beyond it', () => {
    expect(compareWithLock(right, { proved: [] }, plan).gained).toEqual(
      expect.arrayContaining(['getBook:R.body/200']),
    );
  });

  test.for(['[]', '{"proved":[]}', '{"lockVersion":1,"proved":[1]}', '{'])('is refused as %s', (text) => {
    expect(() => parseLock(text)).toThrow(SyntaxError);
  });
});
