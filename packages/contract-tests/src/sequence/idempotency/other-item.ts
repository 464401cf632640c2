import { type Draft, withValue } from '../../request/draft.ts';
import { addItem } from '../../resources/produce.ts';
import type { Run } from '../../run/run.ts';

/** The request for another item of the same collection, one that the run may change; undefined where there is none. */
export async function forOtherItem(run: Run, draft: Draft): Promise<Draft | undefined> {
  const ids = run.map.idsOf(draft.operation);
  const last = ids.at(-1);
  const parameter = draft.operation.parameters.find(
    ({ in: location, name }) => location === 'path' && name === last?.parameter,
  );
  if (!last || !parameter) return undefined;
  const taken = ids.map((id) => String(draft.values.get(`path/${id.parameter}`)?.value ?? ''));
  const parents = taken.slice(0, -1);
  const others = () =>
    run.items
      .find(last.collection, parents)
      .filter(({ isOwn, id }) => isOwn && id !== taken.at(-1) && !run.spent.has(`${last.collection}/${id}`));
  if (others().length === 0) await addItem(run, last.collection, parents);
  const id = others()[0]?.id;
  if (id === undefined) return undefined;
  run.spent.add(`${last.collection}/${id}`);
  return withValue(draft, parameter, id);
}
