import { type ObligationKind, obligationId } from '../../obligation.ts';
import { isPlace } from '../../plan/echoed-properties.ts';
import type { Draft } from '../../request/draft.ts';
import { addItem } from '../../resources/produce.ts';
import { writtenProperties } from '../../resources/written-properties.ts';
import type { Run } from '../../run/run.ts';
import { type JsonObject, sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type Listing, list, pathIds } from './sight.ts';

/** The list of which a request's item is one. */
export interface Around {
  readonly listing: Listing;
  /** The item itself. */
  readonly id: string;
  /** Those beside it that the run may judge: its own, or all of them where it has leave to change all. */
  readonly others: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

/** Before a request: undefined where the neighbours need not or cannot be seen. Where there is none, one is made. */
export async function lookAround(run: Run, draft: Draft): Promise<Around | undefined> {
  const wants = (kind: ObligationKind) => run.ledger.has(obligationId(draft.operation.id, kind));
  if (!wants('L.isolated') && !wants('L.delete-list')) return undefined;
  const around = await lookAgain(run, draft);
  const place = run.map.idsOf(draft.operation).at(-1);
  if (!around || !place || around.others.size > 0 || !wants('L.isolated')) return around;
  await addItem(run, place.collection, pathIds(run, draft).slice(0, -1));
  return lookAgain(run, draft);
}

/** Undefined where the neighbours cannot be seen. */
export async function lookAgain(run: Run, draft: Draft): Promise<Around | undefined> {
  const place = run.map.idsOf(draft.operation).at(-1);
  if (!place) return undefined;
  const ids = pathIds(run, draft);
  const [parents, id] = [ids.slice(0, -1), ids.at(-1) ?? ''];
  const listing = await list(run, place.collection, parents);
  const view = run.map.readOf(place.collection);
  if (!listing) return undefined;
  const own = run.items
    .find(place.collection, parents)
    .filter(({ isOwn }) => isOwn || run.settings.destructive === true);
  return {
    listing,
    id,
    others: new Set(own.map((item) => item.id).filter((other) => other !== id && listing.items.has(other))),
    written: new Set(view ? writtenProperties(run.model, view).keys() : []),
  };
}

/** Those beside the item are there as before, with what clients set of them. */
export function judgeNeighbours(run: Run, before: Around, after: Around | undefined): Verdict {
  if (!after) return unproven('not-seen', 'the list could not be read again');
  if (before.others.size === 0) return unproven('needs-items', 'no other item is in the list');
  const { exchange, items } = after.listing;
  for (const other of before.others) {
    const [was, is] = [before.listing.items.get(other), items.get(other)];
    if (!is && !after.listing.isWhole) continue;
    const changed = was && is ? changedName(before, was, is) : undefined;
    if (is && changed === undefined) continue;
    return violated({
      expected: `${other}, which the request does not name, to stay as it was`,
      received: changed === undefined ? 'a list without it' : `another \`${changed}\``,
      exchange: run.record(exchange),
    });
  }
  return run.provedBy(before.listing.exchange, exchange);
}

const changedName = ({ written }: Around, was: JsonObject, is: JsonObject): string | undefined =>
  Object.keys(was).find((name) => written.has(name) && !isPlace(name) && !sameJson(was[name], is[name]));
