import type { Caller, Services } from '../context.ts';
import { variablesNotInPlan } from '../problems.ts';

/** @throws 403 `plan-upgrade-required` when variables of the organization are not part of its plan. */
export function requirePlanWithVariables({ plan }: Caller, limitsOf: Services['limitsOf']): void {
  if (!limitsOf(plan).organizationVariables) throw variablesNotInPlan();
}
