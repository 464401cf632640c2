import type { components } from '@checkview/contract/types';
import type { Kysely } from 'kysely';
import { checkPage, nameOfPage } from '../domain/flow-page.ts';
import type { Refusal } from '../domain/refusal.ts';
import { type TestStep, toTestStep } from '../domain/test-step.ts';
import { notFound, validationFailed, woocommerceNotActive } from '../problems.ts';
import type { Tables } from '../store/tables.ts';
import { findForm } from '../store/website-forms.ts';
import { findTestProduct } from '../store/website-products.ts';
import type { WebsiteRow } from '../store/websites.ts';
import { getProductOf } from './product-of.ts';

type Schemas = components['schemas'];

/** What a new flow tests, by what was asked for. */
export interface FlowPlan {
  readonly name: string;
  readonly pageUrl: string;
  readonly formId: string | null;
  readonly productId: string | null;
  /** Null when CheckView is to generate them. */
  readonly steps: readonly TestStep[] | null;
}

/**
 * @throws 404 for a form or a product that the website does not have; 409 for a shop that it is not; 400 when the request
 * does not fit together.
 */
export async function planFlow(
  db: Kysely<Tables>,
  website: WebsiteRow,
  request: Schemas['TestFlowCreate'],
): Promise<FlowPlan> {
  const plan = await planOf(db, website, request);
  const refusals = checkPage(plan.pageUrl, website.url);
  if (refusals.length > 0) throw validationFailed(refusals);
  return plan;
}

function planOf(
  db: Kysely<Tables>,
  website: WebsiteRow,
  request: Schemas['TestFlowCreate'],
): Promise<FlowPlan> | FlowPlan {
  if (request.type === 'custom') return planCustom(request);
  return request.type === 'woocommerce' ? planCheckout(db, website, request) : planForm(db, website, request);
}

function planCustom({ name, pageUrl, steps }: Schemas['CustomTestFlowCreate']): FlowPlan {
  return {
    name: name?.trim() ?? cut(nameOfPage(pageUrl)),
    pageUrl,
    formId: null,
    productId: null,
    steps: (steps ?? []).map(toTestStep),
  };
}

async function planForm(
  db: Kysely<Tables>,
  website: WebsiteRow,
  { name, type, formId, pageUrl }: Schemas['FormTestFlowCreate'],
): Promise<FlowPlan> {
  const form = await findForm(db, website, formId);
  if (form === undefined) throw notFound('form');
  if (form.plugin !== type) throw validationFailed([otherPlugin]);
  const page = pageUrl ?? form.pages[0]?.url;
  if (page === undefined) throw validationFailed([noPage]);
  const ownName = cut(form.name.trim()) || type;
  return { name: name?.trim() ?? ownName, pageUrl: page, formId, productId: null, steps: null };
}

async function planCheckout(
  db: Kysely<Tables>,
  website: WebsiteRow,
  { name = 'Checkout', productId = null, pageUrl }: Schemas['WooCommerceTestFlowCreate'],
): Promise<FlowPlan> {
  if (website.woocommerce !== true) throw woocommerceNotActive();
  const product = await (productId === null
    ? findTestProduct(db, website)
    : getProductOf(db, website, productId));
  // The test product may not be known yet; it is looked for when the flow runs.
  const page = pageUrl ?? product?.url ?? website.url;
  return { name: name.trim(), pageUrl: page, formId: null, productId, steps: null };
}

function cut(text: string): string {
  return text.slice(0, 150).toWellFormed();
}

const otherPlugin: Refusal = { pointer: '/type', code: 'plugin', message: 'must be the plugin of the form' };

const noPage: Refusal = {
  pointer: '/pageUrl',
  code: 'required',
  message: 'is required, since the form was found on no page',
};
