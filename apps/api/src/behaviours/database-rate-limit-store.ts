import type { RateLimitStore } from '@plumbline/runtime/server';
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../store/tables.ts';

interface Counted {
  readonly used: number;
  /** Milliseconds since 1970, by the database's clock. */
  readonly startedAt: number;
  readonly now: number;
}

/**
 * Counts in fixed windows with one statement by the database's clock, so that however many servers
 * share the database, exactly the quota is let through. Refused requests are counted as well.
 */
export function createDatabaseRateLimitStore(db: Kysely<Tables>): RateLimitStore {
  return {
    async take({ partition, policy, cost }) {
      const { used, startedAt, now } = await count(db, partition, policy.windowMs, cost);
      return {
        allowed: used <= policy.quota,
        limit: policy.quota,
        remaining: Math.max(0, policy.quota - used),
        resetAt: startedAt + policy.windowMs,
        now,
      };
    },
  };
}

async function count(
  db: Kysely<Tables>,
  partition: string,
  windowMs: number,
  cost: number,
): Promise<Counted> {
  const seconds = windowMs / 1_000;
  // A statement that waited for the row may belong to a window that is over: it counts in the new one.
  const { rows } = await sql<Counted>`
    insert into rate_limit_windows as counted (partition, window_start, used)
    values (
      ${partition},
      to_timestamp(floor(extract(epoch from now()) / ${seconds}::numeric) * ${seconds}::numeric),
      ${cost}::integer
    )
    on conflict (partition) do update set
      window_start = greatest(counted.window_start, excluded.window_start),
      used = case
        when excluded.window_start > counted.window_start then excluded.used
        else counted.used + excluded.used
      end
    returning
      used,
      (extract(epoch from window_start) * 1000)::float8 as "startedAt",
      (extract(epoch from clock_timestamp()) * 1000)::float8 as "now"
  `.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error('The rate limiter counted nothing.');
  return counted;
}
