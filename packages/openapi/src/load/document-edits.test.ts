import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editsBetween, withEdits } from './document-edits.ts';

const shared = { deep: [1, { a: 1 }] };

describe('the edits between two documents', () => {
  test.each([
    ['nothing', { a: shared }, { a: shared }, []],
    ['a value', { a: shared, b: { c: 1 } }, { a: shared, b: { c: 2 } }, [['b', 'c']]],
    ['a new member', { a: shared }, { a: shared, b: null }, [['b']]],
    ['an item', { a: [shared, 1] }, { a: [shared, 2] }, [['a', '1']]],
    ['a lost member', { a: { b: 1, c: shared } }, { a: { c: shared } }, [['a']]],
    ['another order', { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, [['a']]],
    ['a list in place of an object', { a: {} }, { a: [] }, [['a']]],
    ['the root', 1, { a: 1 }, [[]]],
  ])('tell %s', (_what, before, after, paths) => {
    expect(editsBetween(before, after).map(({ path }) => path)).toEqual(paths);
  });

  test('make the one of the other, with the members in order', () => {
    const documents = fc.tuple(fc.jsonValue(), fc.jsonValue());
    fc.assert(
      fc.property(documents, ([before, after]) => {
        const copy: unknown = JSON.parse(JSON.stringify(before));
        const edited = withEdits(copy, editsBetween(before, after));
        expect(JSON.stringify(edited)).toBe(JSON.stringify(after));
      }),
    );
  });

  test('reach no prototype', () => {
    const before: unknown = JSON.parse('{"a":{"__proto__":{"b":1}}}');
    const after: unknown = JSON.parse('{"a":{"__proto__":{"b":1},"c":{"__proto__":{"d":2}}}}');
    const edited = withEdits(before, editsBetween(before, after));
    expect(JSON.stringify(edited)).toBe(JSON.stringify(after));
    expect(Object.hasOwn(Object.prototype, 'd')).toBe(false);
  });
});
