import type { Kysely } from 'kysely';
import type { Tables } from './tables.ts';

export async function getUser(db: Kysely<Tables>, id: string) {
  return db
    .selectFrom('users')
    .select([
      'id',
      'first_name as firstName',
      'last_name as lastName',
      'email',
      'timezone',
      'date_format as dateFormat',
      'time_format as timeFormat',
      'two_factor_enabled as twoFactorEnabled',
      'news_opt_in as newsOptIn',
      'created_at as createdAt',
    ])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

/** Every organization of a user, by name. */
export async function listOrganizationsOfUser(db: Kysely<Tables>, userId: string) {
  return db
    .selectFrom('members')
    .innerJoin('organizations', 'organizations.id', 'members.organization_id')
    .where('members.user_id', '=', userId)
    .select(['organizations.id', 'organizations.name', 'members.role'])
    .orderBy('organizations.name')
    .orderBy('organizations.id')
    .execute();
}
