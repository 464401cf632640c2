import { judgeTrial } from '../domain/trial.ts';
import type { Operation } from '../operation.ts';
import { readClock } from '../store/clock.ts';
import { getOrganization } from '../store/organizations.ts';

export const getTrialEligibility: Operation<'getTrialEligibility'> = async (
  _request,
  { principal, transaction },
) => {
  const { plan, trialStartedAt, trialEndsAt } = await getOrganization(transaction, principal.organizationId);
  const facts = { plan, startedAt: trialStartedAt, endsAt: trialEndsAt };
  const { eligible, reason, trial } = judgeTrial(facts, await readClock(transaction));
  return {
    status: 200,
    body: {
      eligible,
      reason,
      trial: trial && {
        ...trial,
        startedAt: trial.startedAt.toISOString(),
        endsAt: trial.endsAt.toISOString(),
      },
    },
  };
};
