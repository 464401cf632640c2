import { changeSchedule, checkSchedule } from '../domain/schedule.ts';
import { prepared } from '../operation.ts';
import { toTestFlow } from '../present/test-flow.ts';
import { validationFailed } from '../problems.ts';
import { type Look, lockConnectedWebsite, lookUnlessConnected } from '../resources/connected-website.ts';
import { getFlowOf } from '../resources/test-flow-of.ts';
import { planFlow } from '../resources/test-flow-plan.ts';
import { addFlow } from '../resources/test-flow-setup.ts';
import { requireValidSteps } from '../resources/test-step-changes.ts';
import { lockWebsiteOf } from '../resources/website-of.ts';
import { getOrganization } from '../store/organizations.ts';
import { insertSteps } from '../store/test-steps.ts';

export const createTestFlow = prepared<'createTestFlow', Look>(
  async ({ body }, context) => (body.type === 'custom' ? null : lookUnlessConnected(body.websiteId, context)),
  async ({ body }, { principal, transaction, jobs }, look) => {
    const { type, websiteId, tags = [] } = body;
    const website =
      type === 'custom'
        ? await lockWebsiteOf(transaction, principal, websiteId)
        : await lockConnectedWebsite(transaction, { viewer: principal, websiteId, look });
    const plan = await planFlow(transaction, website, body);
    const { settings } = await getOrganization(transaction, principal.organizationId);
    const schedule = changeSchedule(settings.defaultSchedule, body.schedule ?? {});
    const refusals = checkSchedule(schedule, '/schedule');
    if (refusals.length > 0) throw validationFailed(refusals);
    const steps = plan.steps ?? [];
    const placed = steps.map((step, index) => ({ step, at: `/steps/${index}` }));
    const owner = { organizationId: principal.organizationId, type };
    await requireValidSteps(transaction, { flow: owner, steps: placed, earlier: [] });

    const flow = await addFlow(transaction, jobs, {
      caller: principal,
      columns: {
        website_id: website.id,
        type,
        name: plan.name,
        page_url: plan.pageUrl,
        form_id: plan.formId,
        product_id: plan.productId,
        tags,
        schedule: JSON.stringify(schedule),
        setup_status: plan.steps === null ? 'pending' : 'ready',
      },
    });
    await insertSteps(
      transaction,
      flow,
      steps.map((step) => ({ ...step, generated: false })),
    );
    return {
      status: 201,
      headers: { Location: `/api/v1/test-flows/${flow.id}` },
      body: toTestFlow(await getFlowOf(transaction, principal, flow.id)),
    };
  },
);
