import type { Kysely } from 'kysely';
import type { Refusal } from '../domain/refusal.ts';
import { checkStepTypes, findOpenUses, type PlacedStep, type TestStep } from '../domain/test-step.ts';
import { unknownVariable } from '../domain/variable-use.ts';
import { notFound, validationFailed } from '../problems.ts';
import { type FlowOfSteps, findFlowOfSteps, lockFlowOfSteps } from '../store/flow-of-steps.ts';
import type { Tables } from '../store/tables.ts';
import { lockKeys } from '../store/variables.ts';
import type { Viewer } from '../store/viewer.ts';
import { requireSetupOver } from './test-flow-setup.ts';

/** What all operations share that read or change the steps of a flow. */

/** @throws 404 when the viewer sees no such flow. */
export async function requireFlow(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<FlowOfSteps> {
  const flow = await findFlowOfSteps(db, viewer, id);
  if (flow === undefined) throw notFound('test flow');
  return flow;
}

/**
 * Lets one change of a flow's steps at a time happen.
 * @throws 404 when the viewer sees no such flow; 409 while its steps are being generated.
 */
export async function lockSteps(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<FlowOfSteps> {
  const flow = await lockFlowOfSteps(db, viewer, id);
  if (flow === undefined) throw notFound('test flow');
  requireSetupOver(flow);
  return flow;
}

export interface CheckedSteps {
  readonly flow: Pick<FlowOfSteps, 'organizationId' | 'type'>;
  readonly steps: readonly PlacedStep[];
  /** The steps of the flow that stand before them. */
  readonly earlier: readonly Pick<TestStep, 'type' | 'params'>[];
}

/**
 * Variables of the organization that the steps use cannot be deleted before the transaction ends.
 * @throws 400 that names every type the flow may not hold and every variable that does not exist.
 */
export async function requireValidSteps(
  db: Kysely<Tables>,
  { flow, steps, earlier }: CheckedSteps,
): Promise<void> {
  const open = findOpenUses(steps, earlier);
  const names = new Set(open.map(({ name }) => name));
  const known = names.size === 0 ? names : await lockKeys(db, flow.organizationId, [...names]);
  const unknown = open.filter(({ name }) => !known.has(name));
  const refusals = [...checkStepTypes(steps, flow.type), ...unknown.map(unknownVariable)];
  if (refusals.length > 0) throw validationFailed(refusals.slice(0, maxRefusals));
}

/** More tell a client nothing. */
const maxRefusals = 32;

export const tooManySteps: Refusal = {
  pointer: '',
  code: 'too-many-steps',
  message: 'cannot be added: a test flow holds at most 200 steps',
};
