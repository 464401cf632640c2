import { expect, test } from 'vitest';
import { parseDuration } from './duration.ts';

test.each([
  ['PT60M', 3_600_000],
  ['PT1.5S', 1_500],
  ['P1DT2H', 93_600_000],
  ['P2W', 1_209_600_000],
  ['PT0S', 0],
  ['P', undefined],
  ['PT', undefined],
  ['P1DT', undefined],
  ['P1M', undefined],
  ['60', undefined],
  ['-PT1S', undefined],
  [`PT${'9'.repeat(400)}S`, undefined],
])('%s', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});
