import type { Kysely } from 'kysely';
import { type MigrationProvider, Migrator } from 'kysely/migration';
import * as accounts from './migrations/0001-accounts.ts';
import * as testing from './migrations/0002-testing.ts';
import * as rowLevelSecurity from './migrations/0003-row-level-security.ts';
import type { Tables } from './tables.ts';

/** Every migration in order. Named here, not read from the folder, so that a bundle carries them. */
const provider: MigrationProvider = {
  getMigrations: async () => ({
    '0001-accounts': accounts,
    '0002-testing': testing,
    '0003-row-level-security': rowLevelSecurity,
  }),
};

/**
 * Applies what is missing, all or nothing. Kysely's advisory lock lets one of several starting
 * servers do it while the others wait.
 * @returns the names of the migrations that were applied.
 */
export async function migrateToLatest(kysely: Kysely<Tables>): Promise<readonly string[]> {
  const { error, results } = await new Migrator({ db: kysely, provider }).migrateToLatest();
  if (error) throw error;
  return (results ?? []).map((result) => result.migrationName);
}
