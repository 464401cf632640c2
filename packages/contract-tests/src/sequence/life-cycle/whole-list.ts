import type { Draft } from '../../request/draft.ts';
import { itemsOf } from '../../resources/item-id.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject, type JsonObject } from '../../values/json.ts';
import { withLargestPage } from './sight.ts';

/** One large page of a list, and how another one is read. */
export interface ListedItems {
  readonly draft: Draft;
  readonly exchange: Exchange;
  readonly items: readonly JsonObject[];
  readonly readItems: (exchange: Exchange) => readonly JsonObject[] | undefined;
}

export async function wholeList(run: Run, draft: Draft): Promise<ListedItems | undefined> {
  const large = withLargestPage(run, draft);
  const exchange = await run.send(large);
  const items = isAccepted(exchange) ? readItems(exchange) : undefined;
  return items && { draft: large, exchange, items, readItems };
}

function readItems({ draft, answer }: Exchange): readonly JsonObject[] | undefined {
  const items = answer && itemsOf(draft.operation, answer);
  return items?.every(isJsonObject) ? items : undefined;
}
