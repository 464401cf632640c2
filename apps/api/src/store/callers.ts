import { type Kysely, sql } from 'kysely';
import type { Plan } from '../domain/plan.ts';
import type { Role } from '../domain/role.ts';
import type { TokenScope } from '../domain/token-request.ts';
import type { Tables } from './tables.ts';

/** How requests are counted: how many each one is, and in windows of what length. */
export interface Toll {
  readonly cost: number;
  readonly windowMs: number;
}

/** How often the organization of a caller asked in the window that is running. */
export interface Counted {
  readonly used: number;
  /** Milliseconds since 1970, by the database's clock, as is `now`. */
  readonly startedAt: number;
  readonly now: number;
}

export interface CallerRow {
  readonly tokenId: string;
  readonly scopes: readonly TokenScope[];
  readonly userId: string;
  readonly organizationId: string;
  readonly memberId: string;
  readonly role: Role;
  readonly allWebsites: boolean;
  readonly plan: Plan;
  /** Whether it was long enough ago that the use of the token was noted. */
  readonly isUseDue: boolean;
}

/**
 * Finds who stands behind a token, as it is now: role, plan and website access are read at each request. In
 * the same statement counts one more request of the organization, in fixed windows by the database's clock,
 * so that however many servers share the database, exactly the quota is let through. Refused requests are
 * counted as well.
 * @returns undefined for a token that is unknown, revoked or expired, or whose owner left the organization
 */
export async function admitCaller(
  db: Kysely<Tables>,
  secretHash: Buffer,
  { cost, windowMs }: Toll,
): Promise<(CallerRow & Counted) | undefined> {
  const seconds = windowMs / 1_000;
  // A statement that waited for the row may belong to a window that is over: it counts in the new one.
  const { rows } = await sql<CallerRow & Counted>`
    with caller as (
      select
        tokens.id as "tokenId",
        tokens.scopes,
        tokens.user_id as "userId",
        tokens.organization_id as "organizationId",
        members.id as "memberId",
        members.role,
        members.all_websites as "allWebsites",
        organizations.plan,
        (tokens.last_used_at is null or tokens.last_used_at < now() - interval '1 minute') as "isUseDue"
      from tokens
      join members
        on members.organization_id = tokens.organization_id and members.user_id = tokens.user_id
      join organizations on organizations.id = tokens.organization_id
      where tokens.secret_hash = ${secretHash}
        and tokens.revoked_at is null
        and (tokens.expires_at is null or tokens.expires_at > now())
    ), counted as (
      insert into rate_limit_windows as counted (partition, window_start, used)
      select
        'tenant:' || caller."organizationId",
        to_timestamp(floor(extract(epoch from now()) / ${seconds}::numeric) * ${seconds}::numeric),
        ${cost}::integer
      from caller
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
    )
    select * from caller, counted`.execute(db);
  return rows[0];
}

/** Notes that a token was used, and so its member active: at most once a minute, whoever asks how often. */
export async function recordUse(
  db: Kysely<Tables>,
  use: { readonly organizationId: string; readonly tokenId: string; readonly memberId: string },
): Promise<void> {
  await db
    .with('used', (cte) =>
      cte
        .updateTable('tokens')
        .set({ last_used_at: sql<Date>`now()` })
        .where('organization_id', '=', use.organizationId)
        .where('id', '=', use.tokenId)
        .where(sql<boolean>`(last_used_at is null or last_used_at < now() - interval '1 minute')`)
        .returning('id'),
    )
    .updateTable('members')
    .set({ last_active_at: sql<Date>`now()` })
    .where('organization_id', '=', use.organizationId)
    .where('id', '=', use.memberId)
    .where((where) => where.exists(where.selectFrom('used').select('used.id')))
    .execute();
}
