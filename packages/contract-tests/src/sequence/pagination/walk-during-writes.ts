import type { Draft } from '../../request/draft.ts';
import { draftFor } from '../../run/draft-for.ts';
import { isAccepted } from '../../run/exchange-record.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { createAdder, parentsOf } from './fill-list.ts';
import { type ListProver, largestLimit } from './list-prover.ts';
import { loadPage, type Survey } from './survey-list.ts';
import { type Walk, walkPages } from './walk-pages.ts';

/**
 * Walks while the list changes: after the first page, the item at its end is deleted and another one is added. What
 * stood there all the time comes exactly once all the same.
 */
export async function judgeDuringWrites(prover: ListProver, survey: Survey): Promise<Verdict> {
  const plan = await planWrites(prover, survey);
  if ('outcome' in plan) return plan;
  const { limit, change } = plan;
  let isChanged = false;
  const walk = await walkPages(prover, {
    draft: prover.draft,
    limit,
    most: survey.before.keys.length + 3,
    between: async (_, pages) => {
      if (pages === 1) isChanged = await change();
    },
  });
  if (!isChanged) return unproven('not-armed', 'the list could not be changed during the walk');
  const after = await loadPage(prover, largestLimit(prover));
  return typeof after === 'string'
    ? unproven('other-refusal', after)
    : judge(prover, { survey, walk, after });
}

interface Seen {
  readonly survey: Survey;
  readonly walk: Walk;
  readonly after: Exclude<Awaited<ReturnType<typeof loadPage>>, string>;
}

function judge({ run }: ListProver, { survey, walk, after }: Seen): Verdict {
  const standing = survey.before.keys.filter((key) => after.keys.includes(key));
  const exchange = walk.pages.at(-1)?.exchange;
  if (walk.end.kind === 'stopped' || !exchange) return unproven('other-refusal', 'a later page was refused');
  const twice =
    walk.end.kind === 'repeated item' && standing.includes(walk.end.key) ? walk.end.key : undefined;
  const lost = walk.end.kind === 'last page' ? standing.filter((key) => !walk.keys.includes(key)) : [];
  if (twice === undefined && lost.length === 0) {
    return walk.end.kind === 'last page' ? run.provedBy(exchange, after.exchange) : unproven('unsettled');
  }
  return violated({
    expected:
      'what stood in the list during the whole walk to come once, though one item was deleted and one added',
    received: twice === undefined ? `${lost[0]} was left out` : `${twice} came twice`,
    exchange: run.record(exchange),
  });
}

interface Writes {
  readonly limit: number;
  readonly change: () => Promise<boolean>;
}

/** Deletes only what the run made, and only where another page follows. */
async function planWrites(prover: ListProver, { before, size }: Survey): Promise<Writes | Verdict> {
  const { run, draft } = prover;
  const collection = run.map.collectionOf(draft.operation);
  const own = new Set(
    run.items
      .find(collection, parentsOf(prover))
      .filter(({ isOwn }) => isOwn)
      .map(({ id }) => id),
  );
  const add = await createAdder(prover);
  const index = before.keys.findIndex((key) => own.has(key));
  const remove = await deletionOf(prover, before.keys[index] ?? '');
  if (!add || !remove) return unproven('no-producer', 'items of this list cannot be made and deleted');
  if (size === undefined || index < 0 || size - index < 3) {
    return unproven('needs-items', 'none of the run stands before others');
  }
  const change = async () => {
    const added = await add();
    return added !== undefined && isAccepted(await run.send(remove));
  };
  return { limit: index + 1, change };
}

async function deletionOf(prover: ListProver, id: string): Promise<Draft | undefined> {
  const { run, draft } = prover;
  const remove = run.map.deleteOf(run.map.collectionOf(draft.operation));
  const identity = remove && (await run.callers.sufficient(remove));
  if (!remove || !identity) return undefined;
  const ids = [...parentsOf(prover), id];
  const path = new Map(run.map.idsOf(remove).map(({ parameter }, at) => [parameter, ids[at] ?? '']));
  const written = draftFor(run, remove, { identity, path });
  return 'missing' in written ? undefined : written;
}
