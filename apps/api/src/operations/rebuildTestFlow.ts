import { type PreparationContext, prepared } from '../operation.ts';
import { toTestFlow } from '../present/test-flow.ts';
import { rebuildNotSupported } from '../problems.ts';
import { type Look, lockConnectedWebsite, lookUnlessConnected } from '../resources/connected-website.ts';
import { getFlowOf, lockFlowOf } from '../resources/test-flow-of.ts';
import { beginSetup, requireSetupOver } from '../resources/test-flow-setup.ts';
import { findFlow } from '../store/test-flows.ts';
import { replaceGeneratedSteps } from '../store/test-steps.ts';

export const rebuildTestFlow = prepared<'rebuildTestFlow', Look>(
  ({ path }, context) => lookAtWebsiteOf(path.id, context),
  async ({ path }, { principal, transaction, jobs }, look) => {
    const flow = await lockFlowOf(transaction, principal, path.id);
    if (flow.type === 'custom') throw rebuildNotSupported();
    requireSetupOver(flow);
    await lockConnectedWebsite(transaction, { viewer: principal, websiteId: flow.websiteId, look });
    await replaceGeneratedSteps(transaction, flow, []);
    await beginSetup(transaction, jobs, flow);
    return { status: 200, body: toTestFlow(await getFlowOf(transaction, principal, flow.id)) };
  },
);

/** Null when there is nothing to be generated from. */
async function lookAtWebsiteOf(id: string, context: PreparationContext): Promise<Look> {
  const flow = await context.read((db) => findFlow(db, context.principal, id));
  if (flow === undefined || flow.type === 'custom') return null;
  return lookUnlessConnected(flow.websiteId, context);
}
