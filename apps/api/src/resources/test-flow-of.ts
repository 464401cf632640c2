import type { Kysely } from 'kysely';
import { notFound } from '../problems.ts';
import type { Tables } from '../store/tables.ts';
import { type FlowRow, findFlow, lockFlow } from '../store/test-flows.ts';
import type { Viewer } from '../store/viewer.ts';

/** @throws 404 `not-found` for a flow of a website that the caller may not access, as for none. */
export async function getFlowOf(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<FlowRow> {
  const flow = await findFlow(db, viewer, id);
  if (flow === undefined) throw notFound('test flow');
  return flow;
}

/**
 * The same, for a flow that is about to be changed.
 * @throws 404 `not-found`
 */
export async function lockFlowOf(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<FlowRow> {
  const flow = await lockFlow(db, viewer, id);
  if (flow === undefined) throw notFound('test flow');
  return flow;
}
