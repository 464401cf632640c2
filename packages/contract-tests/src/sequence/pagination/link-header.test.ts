import { expect, test } from 'vitest';
import { linkTarget } from './link-header.ts';

test.each([
  ['</b?page=2>; rel="next"', '/b?page=2'],
  ['</b>; rel=next', '/b'],
  ['</a>;rel=first,</b>;REL=Next', '/b'],
  ['</a>; rel="prev"; title="<, rel=next", </b>; rel="last next"', '/b'],
  ['</a>; title="a \\"quoted\\" one"; rel="next"', '/a'],
  ['</b?ids=1,2;3>; rel="next"', '/b?ids=1,2;3'],
  ['<>; rel=next', ''],
  ['</a>; rel="next-archive"', undefined],
  ['</a>; rel="prev"; rel="next"', undefined],
  ['</a>; rel="next"; anchor="/other"', undefined],
  ['</a>; title="rel=next"', undefined],
  ['/a; rel=next', undefined],
  ['', undefined],
])('the next page of %o is %o', (header, target) => {
  expect(linkTarget(header, 'next')).toBe(target);
});

test('a long header without a link is read in a moment', () => {
  expect(linkTarget(`<${'a;'.repeat(50_000)}`, 'next')).toBeUndefined();
  expect(linkTarget(`</a>${' ;a'.repeat(20_000)}`, 'next')).toBeUndefined();
  expect(linkTarget(`</a>${' '.repeat(50_000)}`, 'next')).toBeUndefined();
});
