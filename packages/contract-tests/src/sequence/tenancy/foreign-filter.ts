import type { Parameter } from '@plumbline/openapi';
import type { ForeignFilter } from '../../plan/tenancy.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import { idOf, itemsOf } from '../../resources/item-id.ts';
import { addItem } from '../../resources/produce.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { property } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Border } from './border.ts';

/** A list that is narrowed to what another tenant's items have shows none of them, or is refused. */
export async function judgeForeignFilter(border: Border, filter: ForeignFilter): Promise<Verdict> {
  const { run, abroad, accepted } = border;
  const { parameters } = accepted.draft.operation;
  const parameter = parameters.find(({ in: place, name }) => place === 'query' && name === filter.name);
  const theirs = parameter && (await seeTheirs(abroad, accepted.draft, parameter));
  if (!parameter || !theirs)
    return unproven('needs-items', 'the other tenant has nothing that the filter would show');
  const exchange = await run.send(narrowed(accepted.draft, parameter, theirs.value));
  const status = exchange.answer?.status ?? 500;
  if (status >= 500) return unproven('other-refusal', describeAnswer(exchange));
  const own = isAccepted(exchange) ? idsIn(run, exchange) : [];
  const found = own.find((id) => theirs.ids.has(id));
  if (own.length === 0) return run.provedBy(theirs.exchange, exchange);
  if (found === undefined) return unproven('unspecified', 'all that it shows is the caller’s own');
  return violated({
    expected: `a list for a ${parameter.name} of another ${run.model.behaviours.tenancy?.tenant ?? 'tenant'} to show nothing of it`,
    received: `the item ${found}`,
    exchange: run.record(exchange),
  });
}

interface Theirs {
  /** What one of their items has in the property of the filter's name. */
  readonly value: string | number;
  readonly ids: ReadonlySet<string>;
  readonly exchange: Exchange;
}

/** The other tenant's list, with an item in it. */
async function seeTheirs(
  abroad: Run,
  { operation }: Draft,
  { name }: Parameter,
): Promise<Theirs | undefined> {
  const identity = await abroad.callers.sufficient(operation);
  const draft = identity && draftFor(abroad, operation, { identity, path: new Map() });
  if (!draft || 'missing' in draft) return undefined;
  const first = await abroad.send(draft);
  if (valuesIn(first, name).length === 0) await addItem(abroad, abroad.map.collectionOf(operation), []);
  const exchange = valuesIn(first, name).length === 0 ? await abroad.send(draft) : first;
  const [value] = valuesIn(exchange, name);
  return value === undefined ? undefined : { value, ids: new Set(idsIn(abroad, exchange)), exchange };
}

const itemsIn = (exchange: Exchange): readonly unknown[] =>
  (exchange.answer && isAccepted(exchange) && itemsOf(exchange.draft.operation, exchange.answer)) || [];

const valuesIn = (exchange: Exchange, name: string): readonly (string | number)[] =>
  itemsIn(exchange)
    .map((item) => property(item, name))
    .filter((value) => typeof value === 'string' || typeof value === 'number');

function idsIn({ map }: Run, exchange: Exchange): readonly string[] {
  const { operation } = exchange.draft;
  const parameter = map.parameterOf(map.collectionOf(operation)) ?? 'id';
  return itemsIn(exchange).flatMap(
    (item) => idOf(item, parameter, operation.behaviours.pagination?.itemKey) ?? [],
  );
}

const narrowed = (draft: Draft, parameter: Parameter, value: string | number): Draft => ({
  ...withValue(draft, parameter, value),
  flaw: {
    description: `with a ${parameter.name} that is not the caller's`,
    refusals: ['404', '400', '422', '403'],
    breaches: [],
  },
});
