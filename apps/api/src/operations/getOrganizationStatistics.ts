import { readPeriod } from '../domain/period.ts';
import type { Operation } from '../operation.ts';
import { validationFailed } from '../problems.ts';
import { readClock } from '../store/clock.ts';
import {
  countMembers,
  countPendingInvites,
  countTestFlows,
  countTestRuns,
  countWebsites,
  summarizeAudits,
} from '../store/statistics.ts';

export const getOrganizationStatistics: Operation<'getOrganizationStatistics'> = async (
  { query },
  { principal, transaction },
) => {
  const asked = readPeriod(query, await readClock(transaction));
  if (asked.kind === 'refused') throw validationFailed(asked.refusals);
  const { period } = asked;
  const testRuns = await countTestRuns(transaction, principal, period);

  return {
    status: 200,
    body: {
      from: period.from.toISOString(),
      to: period.to.toISOString(),
      websites: await countWebsites(transaction, principal),
      testFlows: await countTestFlows(transaction, principal),
      testRuns: { ...testRuns, passRate: passRate(testRuns) },
      uxAudits: await summarizeAudits(transaction, principal, period),
      teamMembers: {
        ...(await countMembers(transaction, principal.organizationId)),
        pendingInvites: await countPendingInvites(transaction, principal.organizationId),
      },
    },
  };
};

function passRate({ passed, failed }: { readonly passed: number; readonly failed: number }): number | null {
  return passed + failed === 0 ? null : passed / (passed + failed);
}
