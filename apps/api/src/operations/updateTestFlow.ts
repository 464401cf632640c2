import { checkPage } from '../domain/flow-page.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Operation } from '../operation.ts';
import { toTestFlow } from '../present/test-flow.ts';
import { validationFailed } from '../problems.ts';
import { getProductOf } from '../resources/product-of.ts';
import { getFlowOf, lockFlowOf } from '../resources/test-flow-of.ts';
import { saveFlow } from '../store/test-flows.ts';

export const updateTestFlow: Operation<'updateTestFlow'> = async (
  { path, body },
  { principal, transaction },
) => {
  const flow = await lockFlowOf(transaction, principal, path.id);
  const { name, pageUrl, productId, tags } = body;
  const refusals = [
    ...(pageUrl === undefined ? [] : checkPage(pageUrl, flow.websiteUrl)),
    ...(productId === undefined || flow.type === 'woocommerce' ? [] : [onlyForShops]),
  ];
  if (refusals.length > 0) throw validationFailed(refusals);
  const website = { organizationId: flow.organizationId, id: flow.websiteId };
  if (typeof productId === 'string') await getProductOf(transaction, website, productId);
  await saveFlow(transaction, flow, {
    ...(name !== undefined && { name: name.trim() }),
    ...(pageUrl !== undefined && { page_url: pageUrl }),
    ...(productId !== undefined && { product_id: productId }),
    ...(tags !== undefined && { tags }),
  });
  return { status: 200, body: toTestFlow(await getFlowOf(transaction, principal, flow.id)) };
};

const onlyForShops: Refusal = {
  pointer: '/productId',
  code: 'flow-type',
  message: 'is only for flows of type woocommerce',
};
