import { freshBody } from '../../run/accept.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { isJsonObject } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { Made } from './made.ts';
import { sendRefused } from './refused.ts';
import type { Listing } from './sight.ts';

/** Requests to make something that were refused; whether one had an effect shows in the list. */
export interface RefusedCreate {
  judge(listing: Listing | undefined): Verdict;
}

/** The request that was accepted, under another name and with a flaw: nothing in the list may carry that name. */
export async function proveRefusedCreate(run: Run, { created, id }: Made): Promise<RefusedCreate> {
  const mark = run.mark(created.draft.operation);
  const marked = freshBody(run, created.draft, mark);
  const name = marked && markedName(marked.body?.kind === 'value' ? marked.body.value : undefined, mark);
  const refused =
    marked && name !== undefined ? await sendRefused(run, { draft: marked, mustKeep: [name] }) : [];
  return {
    judge: (listing) => {
      if (!marked || name === undefined)
        return unproven('vague', 'nothing in the body could tell it from others');
      if (!listing) return unproven('not-seen', 'the list could not be read');
      if (!listing.isWhole || id === undefined || !listing.items.has(id))
        return unproven('needs-budget', 'the list is long');
      return judgeMarked(run, { refused, listing, mark });
    },
  };
}

const markedName = (body: unknown, mark: string): string | undefined =>
  isJsonObject(body)
    ? Object.keys(body).find((name) => JSON.stringify(body[name]).toLowerCase().includes(mark.toLowerCase()))
    : undefined;

interface Marked {
  readonly refused: readonly Exchange[];
  readonly listing: Listing;
  readonly mark: string;
}

function judgeMarked(run: Run, { refused, listing, mark }: Marked): Verdict {
  if (refused.length === 0) return unproven('vague', 'no flaw was found that leaves the name as it is');
  if (refused.some(isAccepted)) return unproven('not-armed', 'a flawed request was accepted');
  const made = [...listing.items].find(([, item]) =>
    JSON.stringify(item).toLowerCase().includes(mark.toLowerCase()),
  );
  if (!made) return run.provedBy(...refused, listing.exchange);
  return violated({
    expected: 'nothing to be made by a request that was refused',
    received: `${made[0]} in the list`,
    exchange: run.record(listing.exchange),
  });
}
