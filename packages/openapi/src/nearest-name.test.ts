import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const known = ['lint', 'bundle', 'generate', 'mock'];

test.each([
  ['lnt', 'lint'],
  ['Bundel', 'bundle'],
  ['generat', 'generate'],
  ['serve', undefined],
  ['', undefined],
])('takes %o for %o', (name, meant) => {
  expect(nearestName(name, known)).toBe(meant);
});
