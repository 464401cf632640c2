import { readRateLimit } from '../../check/check-rate-limit.ts';
import type { Draft } from '../../request/draft.ts';
import { freshBody, goodDrafts } from '../../run/accept.ts';
import { draftFor } from '../../run/draft-for.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import type { ListProver } from './list-prover.ts';

/** Pages of two different sizes, each with another after it, and one item to spare. */
const fewItems = 5;

/** Beyond this a list is not filled only to see its default page. */
const manyItems = 30;

/** A limit below this is not spent on filling lists. */
const roomyQuota = 600;

/** How many items show a list's pages, as far as adding them is worth their requests. */
export function wantedItems(prover: ListProver, defaultLimit: number | undefined, base: Exchange): number {
  const showsDefault = (defaultLimit ?? 0) + 1;
  return showsDefault <= manyItems && canRemove(prover) && isRoomy(prover.run, base)
    ? Math.max(fewItems, showsDefault)
    : fewItems;
}

const canRemove = ({ run, draft }: ListProver): boolean =>
  run.map.deleteOf(run.map.collectionOf(draft.operation)) !== undefined;

function isRoomy({ settings }: Run, { draft, answer }: Exchange): boolean {
  const { rateLimit } = draft.operation.behaviours;
  if (settings.clock || !rateLimit || !answer) return true;
  return (readRateLimit(rateLimit, answer).limit ?? roomyQuota) >= roomyQuota;
}

/** Adds so many items, of several kinds in turn, as far as the server takes them. Cleared away at the end of the run. */
export async function fillList(prover: ListProver, missing: number): Promise<void> {
  if (missing <= 0 || prover.run.settings.safe) return;
  const add = await createAdder(prover);
  for (let added = 0; added < missing; added += 1) {
    if (!(await add?.())) return;
  }
}

/** Adds one item to the list; undefined where nobody can, or where there is no way to. */
export async function createAdder(
  prover: Pick<ListProver, 'run' | 'draft'>,
): Promise<(() => Promise<Exchange | undefined>) | undefined> {
  const { run } = prover;
  const collection = run.map.collectionOf(prover.draft.operation);
  const create = run.map.createOf(collection);
  const identity = create && (await run.callers.sufficient(create));
  if (!create || !identity) return undefined;
  const path = new Map(
    run.map.idsOf(create).map(({ parameter }, index) => [parameter, parentsOf(prover)[index] ?? '']),
  );
  const draft = draftFor(run, create, { identity, path });
  if ('missing' in draft) return undefined;
  let candidates: readonly Draft[] = goodDrafts(run, draft).map((good) => good.draft);
  return async () => {
    for (const candidate of candidates) {
      const exchange = await run.send(nextOf(run, candidate));
      if (isAccepted(exchange)) {
        candidates = [...candidates.filter((other) => other !== candidate), candidate];
        return exchange;
      }
      candidates = candidates.filter((other) => other !== candidate);
    }
    return undefined;
  };
}

/** With another name than all before it. */
function nextOf(run: Run, draft: Draft): Draft {
  return freshBody(run, draft, run.mark(draft.operation)) ?? draft;
}

/** The ids in the path of a list, outermost first. */
export const parentsOf = ({ run, draft }: Pick<ListProver, 'run' | 'draft'>): readonly string[] =>
  run.map
    .idsOf(draft.operation)
    .map(({ parameter }) => String(draft.values.get(`path/${parameter}`)?.value ?? ''));
