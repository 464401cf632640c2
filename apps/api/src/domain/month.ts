import type { Period } from './period.ts';

/** The calendar month of a time, in UTC, as `YYYY-MM`. */
export function monthOf(time: Date): string {
  return time.toISOString().slice(0, 7);
}

/** The days of a month given as `YYYY-MM`, in UTC. */
export function periodOfMonth(month: string): Period {
  const from = new Date(`${month}-01T00:00:00.000Z`);
  const to = new Date(from);
  to.setUTCMonth(to.getUTCMonth() + 1);
  return { from, to };
}
