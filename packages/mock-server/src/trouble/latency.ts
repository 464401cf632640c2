import { type Duration, parseDuration } from './duration.ts';

/** How long an answer is held back, in milliseconds. */
export type Latency =
  | { readonly kind: 'uniform'; readonly from: number; readonly to: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  /** Half of the answers come before the median; `sigma` is the deviation of the logarithm. */
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  /** Rising points of the distribution, from 0 to 100 percent; linear between them. */
  | { readonly kind: 'percentiles'; readonly points: readonly Point[] };

interface Point {
  readonly percent: number;
  readonly milliseconds: number;
}

/** What `latency=` takes, for messages. */
export const latencyForms =
  '200ms, 1.5s, 200ms..800ms, normal(300ms,50ms), lognormal(300ms,0.5) or percentiles(50:100ms,95:400ms)';

/** Undefined for a text that is none. */
export function parseLatency(text: string): Latency | undefined {
  const call = /^(normal|lognormal|percentiles)\(([^()]*)\)$/.exec(text);
  if (call) {
    const [, name = '', list = ''] = call;
    const parts = list.split(',').map((part) => part.trim());
    if (name === 'normal') return parseNormal(parts);
    return name === 'lognormal' ? parseLognormal(parts) : parsePercentiles(parts);
  }
  const [from, to = from, ...rest] = text.split('..').map(parseDuration);
  if (from === undefined || to === undefined || rest.length > 0 || to < from) return undefined;
  return { kind: 'uniform', from, to };
}

function parseNormal([mean = '', deviation = '', ...rest]: readonly string[]): Latency | undefined {
  const [parsedMean, parsedDeviation] = [parseDuration(mean), parseDuration(deviation)];
  if (parsedMean === undefined || parsedDeviation === undefined || rest.length > 0) return undefined;
  return { kind: 'normal', mean: parsedMean, deviation: parsedDeviation };
}

/** A larger sigma means nothing but answers at once and answers never. */
const MAX_SIGMA = 3;

function parseLognormal([median = '', sigma = '', ...rest]: readonly string[]): Latency | undefined {
  const parsedMedian = parseDuration(median);
  const parsedSigma = /^\d+(\.\d+)?$/.test(sigma) ? Number(sigma) : Number.NaN;
  if (parsedMedian === undefined || !(parsedSigma <= MAX_SIGMA) || rest.length > 0) return undefined;
  return { kind: 'lognormal', median: parsedMedian, sigma: parsedSigma };
}

const MAX_POINTS = 20;

function parsePercentiles(parts: readonly string[]): Latency | undefined {
  if (parts.length > MAX_POINTS) return undefined;
  const points = parts.map(parsePoint);
  const known = points.filter((point) => point !== undefined);
  if (known.length < points.length || known.length === 0) return undefined;
  const isRising = known.every((point, index) => {
    const before = known[index - 1];
    return !before || (point.percent > before.percent && point.milliseconds >= before.milliseconds);
  });
  return isRising ? { kind: 'percentiles', points: known } : undefined;
}

function parsePoint(text: string): Point | undefined {
  const [, percent = '', duration = ''] = /^(\d{1,3}(?:\.\d+)?):(.+)$/.exec(text) ?? [];
  const milliseconds = parseDuration(duration.trim());
  if (percent === '' || milliseconds === undefined || Number(percent) > 100) return undefined;
  return { percent: Number(percent), milliseconds };
}

/** The longest wait that the distribution is written with. Tails of a normal one are cut where they leave the bound. */
export function writtenLatency(latency: Latency): Duration {
  switch (latency.kind) {
    case 'uniform':
      return latency.to;
    case 'normal':
      return latency.mean;
    case 'lognormal':
      return latency.median;
    case 'percentiles':
      return latency.points.at(-1)?.milliseconds ?? 0;
  }
}

/** A wait of the distribution, in whole milliseconds, from 0 to `longest`. */
export function sampleLatency(latency: Latency, random: () => number, longest: Duration): Duration {
  const sampled = sample(latency, random);
  return Math.round(Math.min(Math.max(sampled, 0), longest));
}

function sample(latency: Latency, random: () => number): number {
  switch (latency.kind) {
    case 'uniform':
      return latency.from + random() * (latency.to - latency.from);
    case 'normal':
      return latency.mean + latency.deviation * standardNormal(random);
    case 'lognormal':
      return latency.median * Math.exp(latency.sigma * standardNormal(random));
    case 'percentiles':
      return between(latency.points, random() * 100);
  }
}

/** Box and Muller, "A Note on the Generation of Random Normal Deviates" (1958). */
function standardNormal(random: () => number): number {
  const radius = Math.sqrt(-2 * Math.log(1 - random()));
  return radius * Math.cos(2 * Math.PI * random());
}

/** Below the first point the wait rises from nothing; above the last it stays. */
function between(points: readonly Point[], percent: number): number {
  let before: Point = { percent: 0, milliseconds: 0 };
  for (const point of points) {
    if (percent <= point.percent) {
      const share = (percent - before.percent) / (point.percent - before.percent || 1);
      return before.milliseconds + share * (point.milliseconds - before.milliseconds);
    }
    before = point;
  }
  return before.milliseconds;
}
