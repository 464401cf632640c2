import { idOf, itemsOf } from '../../resources/item-id.ts';
import { addItem } from '../../resources/produce.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Border } from './border.ts';
import { withLargestLimit } from './largest-limit.ts';

/** The same list seen from both sides of the border: nothing stands in both. */
export async function judgeForeignItems({ run, abroad, accepted }: Border): Promise<Verdict> {
  const theirs = await listTheirs(abroad, accepted);
  if (typeof theirs === 'string') return unproven('needs-items', theirs);
  const home = await run.send(withLargestLimit(run, accepted.draft));
  const own = idsIn(run, home);
  if (!own) return unproven('other-refusal', describeAnswer(home));
  const shared = theirs.ids.find((id) => own.includes(id));
  if (shared === undefined) return run.provedBy(theirs.exchange, home);
  return violated({
    expected: `nothing of another ${run.model.behaviours.tenancy?.tenant ?? 'tenant'} to be listed`,
    received: `the item ${shared}`,
    exchange: run.record(home),
  });
}

interface Listed {
  readonly exchange: Exchange;
  readonly ids: readonly string[];
}

/** The list of the other tenant, with something in it; else why there is none. */
async function listTheirs(abroad: Run, { draft }: Exchange): Promise<Listed | string> {
  const first = await list(abroad, draft.operation);
  if (typeof first === 'string' || first.ids.length > 0) return first;
  await addItem(abroad, abroad.map.collectionOf(draft.operation), []);
  const second = await list(abroad, draft.operation);
  return typeof second === 'string' || second.ids.length > 0
    ? second
    : 'the other tenant has nothing to list';
}

async function list(abroad: Run, operation: Exchange['draft']['operation']): Promise<Listed | string> {
  const identity = await abroad.callers.sufficient(operation);
  const draft = identity && draftFor(abroad, operation, { identity, path: new Map() });
  if (!draft || 'missing' in draft) return 'the other tenant has no caller for it';
  const exchange = await abroad.send(withLargestLimit(abroad, draft));
  const ids = idsIn(abroad, exchange);
  return ids ? { exchange, ids } : `the other tenant's list was answered ${describeAnswer(exchange)}`;
}

function idsIn({ map }: Run, exchange: Exchange): readonly string[] | undefined {
  const { operation } = exchange.draft;
  const items = exchange.answer && isAccepted(exchange) ? itemsOf(operation, exchange.answer) : undefined;
  const parameter = map.parameterOf(map.collectionOf(operation)) ?? 'id';
  const { itemKey } = operation.behaviours.pagination ?? {};
  return items?.flatMap((item) => idOf(item, parameter, itemKey) ?? []);
}
