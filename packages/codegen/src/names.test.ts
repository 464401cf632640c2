import { describe, expect, test } from 'vitest';
import { createNames, toComponentName, toTypeName, toValueName } from './names.ts';

describe('a type name', () => {
  test.each([
    ['listWebsites', 'ListWebsites'],
    ['repos/list-for-org', 'ReposListForOrg'],
    ['1abc', '_1abc'],
    ['__proto__', 'Proto'],
  ])('of %j is %s', (original, name) => expect(toTypeName(original)).toBe(name));

  test('is made of letters, digits and _ whatever the original', () => {
    for (const original of ['', '🎉', '../../x', 'a\u0000b', 'x'.repeat(300), "a';b"]) {
      for (const toName of [toTypeName, toValueName]) {
        expect(toName(original)).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,79}$/);
      }
      expect(toComponentName(original)).toMatch(/^[A-Za-z0-9._-]{1,80}$/);
    }
  });
});

describe('names', () => {
  test('tell originals apart that differ in case or in a stripped character', () => {
    const names = createNames(toTypeName);
    const given = ['pet', 'Pet', 'p-et', 'pet!'].map((original) => names.take(original));
    expect(new Set(given.map((name) => name.toLowerCase())).size).toBe(4);
    expect(given[0]).toBe('Pet');
  });

  test('are the same each time, and do not depend on the names after', () => {
    const first = createNames(toTypeName);
    const second = createNames(toTypeName);
    const originals = ['a b', 'a-b', 'a_b'];
    expect(originals.map((original) => first.take(original))).toEqual(
      originals.map((original) => second.take(original)),
    );
    expect(first.take('a b')).toBe('AB');
  });

  test('leave reserved ones alone', () => {
    expect(createNames(toTypeName, ['components']).take('Components')).toMatch(/^Components_[0-9a-f]{6}$/);
  });
});
