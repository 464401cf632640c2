import type { Kysely } from 'kysely';
import {
  initialPlatform,
  initialSchedule,
  initialTestFlowSettings,
} from '../domain/organization-defaults.ts';
import type { Plan } from '../domain/plan.ts';
import { toSlug } from '../domain/slug.ts';
import type { Tables } from './tables.ts';

/** What the dashboard would do, for the admin command, the seed and tests. */

export interface NewOrganization {
  readonly name: string;
  readonly plan: Plan;
}

/** The organization whose slug the name makes; made when there is none. */
export async function ensureOrganization(
  db: Kysely<Tables>,
  { name, plan }: NewOrganization,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const slug = toSlug(name);
  const inserted = await db
    .insertInto('organizations')
    .values({
      name,
      slug,
      plan,
      subscription_status: plan === null ? 'none' : 'active',
      default_schedule: JSON.stringify(initialSchedule),
      default_test_flow_settings: JSON.stringify(initialTestFlowSettings),
      platform: JSON.stringify(initialPlatform),
      trial_started_at: null,
      trial_ends_at: null,
    })
    .onConflict((conflict) => conflict.column('slug').doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted !== undefined) return { id: inserted.id, isNew: true };
  const found = await findOrganization(db, slug);
  if (found === undefined) throw new Error(`The organization ${slug} was deleted just now.`);
  return { id: found.id, isNew: false };
}

export async function findOrganization(db: Kysely<Tables>, slug: string) {
  return db.selectFrom('organizations').select(['id', 'name']).where('slug', '=', slug).executeTakeFirst();
}

export interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

/** The id of the user with an e-mail address; made when there is none. */
export async function ensureUser(db: Kysely<Tables>, user: NewUser): Promise<string> {
  const email = user.email.toLowerCase();
  await db
    .insertInto('users')
    .values({ email, first_name: user.firstName, last_name: user.lastName })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const { id } = await db
    .selectFrom('users')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow();
  return id;
}

/** The user with an e-mail address, when a member of an organization. */
export async function findMemberByEmail(db: Kysely<Tables>, organizationId: string, email: string) {
  return db
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id as userId', 'members.role'])
    .where('members.organization_id', '=', organizationId)
    .where('users.email', '=', email.toLowerCase())
    .executeTakeFirst();
}
