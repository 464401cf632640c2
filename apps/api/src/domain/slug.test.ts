import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSlug } from './slug.ts';

test.each([
  ['Acme Agency', 'acme-agency'],
  ['Caf\u00e9 & Bar!', 'cafe-bar'],
  ['  --  ', 'organization'],
  ['\u65e5\u672c', 'organization'],
  [`${'a'.repeat(59)} b`, 'a'.repeat(59)],
])('makes of %j the slug %s', (name, slug) => {
  expect(toSlug(name)).toBe(slug);
});

test('makes a described slug of every name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (name) => {
      const slug = toSlug(name);
      return slug.length <= 60 && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug);
    }),
    { seed: 20_261_124 },
  );
});
