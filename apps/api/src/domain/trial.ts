import type { Plan } from './plan.ts';
import { trialTestRunLimit } from './plan.ts';

/** What is known of an organization's one trial. */
export interface TrialFacts {
  readonly plan: Plan;
  readonly startedAt: Date | null;
  readonly endsAt: Date | null;
}

export interface Trial {
  readonly status: 'active' | 'expired';
  readonly startedAt: Date;
  readonly endsAt: Date;
  readonly testRunLimit: number;
}

export interface TrialEligibility {
  readonly eligible: boolean;
  readonly reason: 'eligible' | 'already-subscribed' | 'trial-active' | 'trial-used';
  readonly trial: Trial | null;
}

/** Whether a trial can start: an organization has one, and none while it has a subscription. */
export function judgeTrial(facts: TrialFacts, now: Date): TrialEligibility {
  const trial = toTrial(facts, now);
  const reason = reasonFor(facts.plan, trial);
  return { eligible: reason === 'eligible', reason, trial };
}

function reasonFor(plan: Plan, trial: Trial | null): TrialEligibility['reason'] {
  if (plan !== null) return 'already-subscribed';
  if (trial === null) return 'eligible';
  return trial.status === 'active' ? 'trial-active' : 'trial-used';
}

function toTrial({ startedAt, endsAt }: TrialFacts, now: Date): Trial | null {
  if (startedAt === null || endsAt === null) return null;
  return { status: endsAt > now ? 'active' : 'expired', startedAt, endsAt, testRunLimit: trialTestRunLimit };
}
