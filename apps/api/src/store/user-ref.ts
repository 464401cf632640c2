import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Tables } from './tables.ts';

/** `UserRef` of the description. */
export interface UserRefRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** The little that is shown of a user where something else is the subject, by the column that holds the id. */
export function userRefOf(userId: string): RawBuilder<UserRefRow | null> {
  return sql<UserRefRow | null>`(
    select json_build_object(
      'id', person.id, 'name', person.first_name || ' ' || person.last_name, 'email', person.email
    )
    from users as person
    where person.id = ${sql.ref(userId)}
  )`;
}

/** The same of a user who is there. */
export async function getUserRef(db: Kysely<Tables>, id: string): Promise<UserRefRow> {
  return db
    .selectFrom('users')
    .where('id', '=', id)
    .select(['id', sql<string>`first_name || ' ' || last_name`.as('name'), 'email'])
    .executeTakeFirstOrThrow();
}
