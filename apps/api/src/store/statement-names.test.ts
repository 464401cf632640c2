import { expect, test } from 'vitest';
import { hasStaleStatement, StatementNames } from './statement-names.ts';

test('a statement has a name from the fifth time it is asked, always the same', () => {
  const names = new StatementNames();
  const given = Array.from({ length: 7 }, () => names.nameOf('select $1'));
  expect(given.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(given[4]).toMatch(/^\w+$/);
  expect(given.slice(5)).toEqual([given[4], given[4]]);
});

test('no two statements have one name, and not more than 200 have one', () => {
  const names = new StatementNames();
  const texts = Array.from({ length: 300 }, (_, number) => `select ${number}`);
  for (let turn = 0; turn < 5; turn += 1) for (const text of texts) names.nameOf(text);
  const given = texts.map((text) => names.nameOf(text)).filter((name) => name !== undefined);
  expect([given.length, new Set(given).size]).toEqual([200, 200]);
});

test('a statement that is asked again and again has a name among any number of rare ones', () => {
  const names = new StatementNames();
  let name: string | undefined;
  for (let number = 0; number < 10_000; number += 1) {
    names.nameOf(`select ${number}`);
    name = names.nameOf('select $1');
  }
  expect(name).toBeDefined();
});

test.each([
  ['0A000', true],
  ['26000', true],
  ['23505', false],
  [undefined, false],
])('an error of state %s says of a stale statement: %s', (code, isStale) => {
  expect(hasStaleStatement(Object.assign(new Error(), { code }))).toBe(isStale);
});
