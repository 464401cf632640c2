import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

const known = ['lint', 'bundle', 'generate', 'mock'];

test.each([
  ['lnt', 'lint'],
  ['Bundel', 'bundle'],
  ['generat', 'generate'],
  ['serve', undefined],
  ['', undefined],
])('takes %o for %o', (name, meant) => {
  expect(nearest(name, known)).toBe(meant);
});
