/** The plans of CheckView. `null` stands for an organization without an active subscription. */
export type Plan = 'essential' | 'plus' | 'advanced' | null;

export interface PlanLimits {
  readonly testRunsPerMonth: number;
  readonly uxAuditsPerMonth: number;
  readonly teamMembers: number;
  readonly requestsPerMinute: number;
  readonly organizationVariables: boolean;
}

/** Test runs that a trial includes. */
export const trialTestRunLimit = 100;

const withoutSubscription: PlanLimits = {
  testRunsPerMonth: 0,
  uxAuditsPerMonth: 0,
  teamMembers: 1,
  requestsPerMinute: 10,
  organizationVariables: false,
};

const limits: Readonly<Record<Exclude<Plan, null>, PlanLimits>> = {
  essential: {
    testRunsPerMonth: 500,
    uxAuditsPerMonth: 10,
    teamMembers: 3,
    requestsPerMinute: 60,
    organizationVariables: false,
  },
  plus: {
    testRunsPerMonth: 2_000,
    uxAuditsPerMonth: 50,
    teamMembers: 10,
    requestsPerMinute: 60,
    organizationVariables: false,
  },
  advanced: {
    testRunsPerMonth: 10_000,
    uxAuditsPerMonth: 200,
    teamMembers: 50,
    requestsPerMinute: 60,
    organizationVariables: true,
  },
};

/**
 * What an organization may use. Plan limits are not public at CheckView; this table is the one place
 * for ours. A running trial adds test runs to an organization without a plan.
 */
export function limitsOf(plan: Plan, isTrialing = false): PlanLimits {
  if (plan !== null) return limits[plan];
  return isTrialing ? { ...withoutSubscription, testRunsPerMonth: trialTestRunLimit } : withoutSubscription;
}
