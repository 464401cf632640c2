import { type RawBuilder, sql } from 'kysely';

/** Whether one of some columns contains a text; upper and lower case are the same, in every language. */
export function containsText(columns: readonly string[], text: string): RawBuilder<boolean> {
  const part = lower(sql`${text}::text`);
  const found = columns.map((column) => sql`strpos(${lower(sql.ref(column))}, ${part}) > 0`);
  return sql<boolean>`(${sql.join(found, sql` or `)})`;
}

/** The locale of a database may know the case of English letters only; this collation is the same on all. */
function lower(text: RawBuilder<unknown>): RawBuilder<string> {
  return sql<string>`lower(${text} collate "und-x-icu")`;
}
