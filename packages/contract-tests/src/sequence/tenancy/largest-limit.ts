import { dereference } from '../../plan/constraints.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import type { Run } from '../../run/run.ts';

/** A server is not asked for more items than these at once. */
const mostItems = 100;

/** The request for as many items as a page may hold; as it is where no limit is declared. */
export function withLargestLimit(run: Run, draft: Draft): Draft {
  const part = draft.operation.behaviours.pagination?.limit;
  const parameter = draft.operation.parameters.find(
    ({ in: location, name }) => location === 'query' && part?.in === 'query' && part.name === name,
  );
  const schema = parameter && dereference(parameter.schema, run.bench.definitions);
  if (!parameter || typeof schema !== 'object' || typeof schema.maximum !== 'number') return draft;
  return withValue(draft, parameter, Math.min(schema.maximum, mostItems));
}
