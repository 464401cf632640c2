import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seedFor, uuidFor } from './seed.ts';

test('a purpose has its own seed, the same each time', () => {
  expect(seedFor(1, 'a')).toBe(seedFor(1, 'a'));
  expect(new Set([seedFor(1, 'a'), seedFor(2, 'a'), seedFor(1, 'b')]).size).toBe(3);
});

test('a made UUID is one of version 4 (seed 4711)', () => {
  const version4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  fc.assert(
    fc.property(fc.integer(), fc.string(), (seed, purpose) => version4.test(uuidFor(seed, purpose))),
    { seed: 4711, numRuns: 500 },
  );
});
