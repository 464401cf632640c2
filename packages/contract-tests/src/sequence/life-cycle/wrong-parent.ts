import { declares } from '../../check/status.ts';
import { obligationId } from '../../obligation.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from '../../probe/probe.ts';
import { withValue } from '../../request/draft.ts';
import { addItem, listItems } from '../../resources/produce.ts';
import type { Run } from '../../run/run.ts';
import { pathIds } from './sight.ts';

/** The same item under another parent that exists: it is not there. */
export async function wrongParentProbes({ run, draft }: Subject): Promise<readonly (Probe | Skipped)[]> {
  const { operation } = draft;
  const place = run.map.idsOf(operation).at(-2);
  const id = obligationId(operation.id, 'L.parent', place?.parameter ?? '');
  const parameter = operation.parameters.find(
    ({ in: location, name }) => location === 'path' && name === place?.parameter,
  );
  if (!place || !parameter || !run.ledger.has(id)) return [];
  if (!declares(operation, 404)) return [skipped(id, 'unspecified', 'no 404 is declared')];
  const ids = pathIds(run, draft);
  const other = await otherParent(run, {
    collection: place.collection,
    above: ids.slice(0, -2),
    known: ids.at(-2) ?? '',
  });
  if (other === undefined) return [skipped(id, 'needs-items', 'there is no other item above it')];
  return [
    probe(id, withValue(draft, parameter, other), {
      description: `under another \`${parameter.name}\``,
      refusals: [operation.behaviours.resource?.gone ?? '404', '404', '410'],
      breaches: ['2XX'],
    }),
  ];
}

interface Known {
  readonly collection: string;
  readonly above: readonly string[];
  readonly known: string;
}

async function otherParent(run: Run, { collection, above, known }: Known): Promise<string | undefined> {
  const find = () => run.items.find(collection, above).find(({ id }) => id !== known)?.id;
  if (find() === undefined) await listItems(run, collection, above);
  if (find() === undefined) await addItem(run, collection, above);
  return find();
}
