import { monthOf, periodOfMonth } from '../domain/month.ts';
import { projectRuns } from '../domain/schedule.ts';
import { remainingOf, sumRuns } from '../domain/usage.ts';
import type { Operation } from '../operation.ts';
import { validationFailed } from '../problems.ts';
import { readClock } from '../store/clock.ts';
import { getOrganization } from '../store/organizations.ts';
import {
  countAudits,
  countRunningSchedules,
  countRunsByTrigger,
  countRunsByWebsite,
} from '../store/usage.ts';

export const getOrganizationUsage: Operation<'getOrganizationUsage'> = async (
  { query },
  { principal, transaction, limitsOf },
) => {
  const { organizationId } = principal;
  const now = await readClock(transaction);
  const month = query.month ?? monthOf(now);
  if (month > monthOf(now)) throw validationFailed([future]);
  const period = periodOfMonth(month);
  const organization = await getOrganization(transaction, organizationId);
  const limits = limitsOf(organization.plan, organization.isTrialing);
  const runs = sumRuns(await countRunsByTrigger(transaction, organizationId, period));
  const audits = await countAudits(transaction, organizationId, period);
  const websites = await countRunsByWebsite(transaction, principal, period);

  return {
    status: 200,
    body: {
      month,
      periodStart: period.from.toISOString(),
      periodEnd: period.to.toISOString(),
      plan: organization.plan,
      testRuns: { ...runs, ...remainingOf(limits.testRunsPerMonth, runs.used) },
      uxAudits: { used: audits, ...remainingOf(limits.uxAuditsPerMonth, audits) },
      projectedTestRuns: projectRuns(await countRunningSchedules(transaction, organizationId)),
      byWebsite: websites.map(({ websiteId, name, count }) => ({
        websiteId,
        name: name ?? 'deleted',
        testRuns: count,
      })),
    },
  };
};

const future = { pointer: 'query/month', code: 'maximum', message: 'must not be in the future' };
