import { expect, test } from 'vitest';
import { mergePatch } from './merge-patch.ts';

interface Example {
  readonly a: number | null;
  readonly b: { readonly c: number; readonly d: readonly number[] };
}

const example: Example = { a: 1, b: { c: 2, d: [3] } };

test.each([
  [{}, example],
  [{ a: undefined }, example],
  [{ a: null }, { a: null, b: { c: 2, d: [3] } }],
  [{ b: { c: 4 } }, { a: 1, b: { c: 4, d: [3] } }],
  [{ b: { d: [] } }, { a: 1, b: { c: 2, d: [] } }],
])('merges %j', (patch, merged) => {
  expect(mergePatch(example, patch)).toEqual(merged);
  expect(example).toEqual({ a: 1, b: { c: 2, d: [3] } });
});

test('does not reach a prototype', () => {
  const hostile = JSON.parse('{"__proto__":{"polluted":true}}');
  mergePatch(example, hostile);
  expect('polluted' in {}).toBe(false);
});
