import type { Kysely } from 'kysely';
import type { Services } from '../context.ts';
import { monthOf, periodOfMonth } from '../domain/month.ts';
import { testRunLimitReached } from '../problems.ts';
import { readClock } from '../store/clock.ts';
import type { OrganizationRow } from '../store/organizations.ts';
import type { Tables } from '../store/tables.ts';
import { countCountedRuns } from '../store/test-runs.ts';

/**
 * Requires that the month has room for one more test run. The organization must be locked.
 * @throws 403 `test-run-limit-reached`
 */
export async function requireAllowance(
  db: Kysely<Tables>,
  organization: OrganizationRow,
  limitsOf: Services['limitsOf'],
): Promise<void> {
  const { testRunsPerMonth } = limitsOf(organization.plan, organization.isTrialing);
  const month = periodOfMonth(monthOf(await readClock(db)));
  const used = await countCountedRuns(db, organization.id, month);
  if (used >= testRunsPerMonth) throw testRunLimitReached(testRunsPerMonth);
}
