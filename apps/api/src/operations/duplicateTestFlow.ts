import type { Kysely } from 'kysely';
import { movePage } from '../domain/flow-page.ts';
import type { Operation } from '../operation.ts';
import { toTestFlow } from '../present/test-flow.ts';
import { notFound } from '../problems.ts';
import { copyStepsOf } from '../resources/test-flow-copy.ts';
import { getFlowOf, lockFlowOf } from '../resources/test-flow-of.ts';
import { addFlow } from '../resources/test-flow-setup.ts';
import { lockWebsiteOf } from '../resources/website-of.ts';
import type { OwnedId } from '../store/owned-id.ts';
import type { Tables } from '../store/tables.ts';
import type { FlowRow } from '../store/test-flows.ts';
import { findForm, findFormByExternalId } from '../store/website-forms.ts';

export const duplicateTestFlow: Operation<'duplicateTestFlow'> = async (
  { path, body = {} },
  { principal, transaction, jobs },
) => {
  const source = await lockFlowOf(transaction, principal, path.id);
  const website = await lockWebsiteOf(transaction, principal, body.websiteId ?? source.websiteId);
  const isMoved = website.id !== source.websiteId;
  const move = { from: source.websiteUrl, to: website.url };
  // Steps that are being generated come to the original only: the copy gets its own.
  const isPending = source.setupStatus === 'pending' || source.setupStatus === 'in-progress';
  const copy = await addFlow(transaction, jobs, {
    caller: principal,
    columns: {
      website_id: website.id,
      type: source.type,
      name: body.name?.trim() ?? copyName(source.name),
      page_url: movePage(source.pageUrl, move),
      form_id: isMoved ? await formOn(transaction, source, website) : source.formId,
      product_id: isMoved ? null : source.productId,
      tags: source.tags,
      status: 'paused',
      schedule: JSON.stringify(source.schedule),
      settings: JSON.stringify(source.settings),
      notifications: JSON.stringify(source.notifications),
      setup_status: isPending ? 'pending' : source.setupStatus,
      setup_error_code: isPending ? null : source.setupErrorCode,
      setup_error_message: isPending ? null : source.setupErrorMessage,
    },
  });
  if (!isPending) await copyStepsOf(transaction, { from: source, to: copy, move });
  return {
    status: 201,
    headers: { Location: `/api/v1/test-flows/${copy.id}` },
    body: toTestFlow(await getFlowOf(transaction, principal, copy.id)),
  };
};

const mark = ' (copy)';

/** Cut to 150 characters, and not within one. */
function copyName(name: string): string {
  return `${name}${mark}`.slice(0, 150).toWellFormed();
}

/** The form that the plugin of the other website has under the same id. */
async function formOn(db: Kysely<Tables>, source: FlowRow, website: OwnedId): Promise<string | null> {
  if (source.type === 'woocommerce' || source.type === 'custom') return null;
  const origin = { organizationId: source.organizationId, id: source.websiteId };
  const form = source.formId === null ? undefined : await findForm(db, origin, source.formId);
  const twin = form === undefined ? undefined : await findFormByExternalId(db, website, form);
  if (twin === undefined) throw notFound('form');
  return twin.id;
}
