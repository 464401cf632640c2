import { expect, test } from 'vitest';
import { parseLatency, sampleLatency } from './latency.ts';
import { seededRandom } from './seeded-random.ts';

/** So many draws in ascending order. */
function draws(text: string, longest = 60_000): readonly number[] {
  const latency = parseLatency(text);
  if (!latency) throw new Error(`${text} is no latency`);
  const random = seededRandom('draws');
  return Array.from({ length: 4000 }, () => sampleLatency(latency, random, longest)).sort((a, b) => a - b);
}

const at = (sorted: readonly number[], percent: number): number =>
  sorted[Math.floor((sorted.length - 1) * (percent / 100))] ?? Number.NaN;

test('a uniform latency fills its range and leaves it on neither side', () => {
  const sorted = draws('200ms..800ms');
  expect(at(sorted, 0)).toBeGreaterThanOrEqual(200);
  expect(at(sorted, 100)).toBeLessThanOrEqual(800);
  expect(at(sorted, 50)).toBeGreaterThan(470);
  expect(at(sorted, 50)).toBeLessThan(530);
});

test('a normal latency has its mean in the middle and two thirds within its deviation', () => {
  const sorted = draws('normal(300ms,50ms)');
  const near = sorted.filter((one) => Math.abs(one - 300) <= 50).length / sorted.length;
  expect(Math.abs(at(sorted, 50) - 300)).toBeLessThan(8);
  expect(Math.abs(near - 0.683)).toBeLessThan(0.04);
});

test('a lognormal latency has its median in the middle and a long tail', () => {
  const sorted = draws('lognormal(300ms,0.5)');
  expect(Math.abs(at(sorted, 50) - 300)).toBeLessThan(12);
  // 300 ms * exp(0.5 * 2.326)
  expect(Math.abs(at(sorted, 99) - 960)).toBeLessThan(120);
});

test('percentiles are met at their points', () => {
  const sorted = draws('percentiles(50:100ms,95:400ms,99:2s)');
  expect(Math.abs(at(sorted, 50) - 100)).toBeLessThan(8);
  // A tenth of the way back from 400 ms at 95 to 100 ms at 50.
  expect(Math.abs(at(sorted, 90.5) - 370)).toBeLessThan(25);
  expect(at(sorted, 100)).toBeLessThanOrEqual(2000);
});

test('no draw is negative or above the bound', () => {
  const sorted = draws('normal(10ms,1s)', 50);
  expect(at(sorted, 0)).toBe(0);
  expect(at(sorted, 100)).toBe(50);
});
