import { type RawBuilder, sql } from 'kysely';

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
