import type { ObligationKind } from '../../obligation.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { unproven } from '../../verdict.ts';
import { judgeBadCursor } from './bad-cursor.ts';
import { defaultLimit, judgeDefault } from './default-size.ts';
import { fillList, wantedItems } from './fill-list.ts';
import { judgeFilter } from './filtered-walk.ts';
import { judgeForeignCursor } from './foreign-cursor.ts';
import { judgeLimit, judgeMore, judgeNext, judgeTotal } from './judge-pages.ts';
import { judgeComplete, judgeEnd, judgeInvariant, judgeNoDuplicates, judgeOrder } from './judge-walks.ts';
import { isWanted, type ListProver, largestLimit, rule } from './list-prover.ts';
import { isLastPage, readPage } from './read-page.ts';
import { loadPage, type Survey, surveyList } from './survey-list.ts';
import { judgeDuringWrites } from './walk-during-writes.ts';

/** Holds the pages of a list against what the description says of them. */
export async function provePagination(run: Run, accepted: Exchange): Promise<void> {
  const { draft } = accepted;
  const { pagination } = draft.operation.behaviours;
  const prover: ListProver | undefined = pagination && { run, draft, pagination };
  if (!prover || draft.operation.method !== 'GET' || !kinds.some((kind) => isWanted(prover, kind))) return;
  await fillList(prover, await countMissing(prover, accepted));
  const survey = await surveyList(prover);
  if (typeof survey === 'string') {
    for (const kind of kinds) rule(prover, kind, unproven('unsupported', survey));
    return;
  }
  judgeSurvey(prover, survey);
  for (const [kind, judge] of further) {
    if (isWanted(prover, kind)) rule(prover, kind, await judge(prover, survey));
  }
}

/** What the survey itself shows. */
const seen = [
  ['G.limit', judgeLimit],
  ['G.more', judgeMore],
  ['G.cursor', judgeNext],
  ['G.total', judgeTotal],
  ['G.complete', judgeComplete],
  ['G.nodup', judgeNoDuplicates],
  ['G.terminate', judgeEnd],
  ['G.order', judgeOrder],
  ['G.invariant', judgeInvariant],
] as const;

/** What takes requests of its own. The last one changes the list. */
const further = [
  ['G.default', judgeDefault],
  ['G.badcursor', judgeBadCursor],
  ['G.tenant', judgeForeignCursor],
  ['G.filter', judgeFilter],
  ['G.writes', judgeDuringWrites],
] as const;

const kinds: readonly ObligationKind[] = [...seen, ...further].map(([kind]) => kind);

function judgeSurvey(prover: ListProver, survey: Survey): void {
  for (const [kind, judge] of seen) {
    if (isWanted(prover, kind)) rule(prover, kind, judge(prover, survey));
  }
}

/** The accepted answer is a page itself, and tells how many there are when no other follows. */
async function countMissing(prover: ListProver, accepted: Exchange): Promise<number> {
  const limit = isWanted(prover, 'G.default') ? defaultLimit(prover) : undefined;
  const wanted = wantedItems(prover, limit, accepted);
  const page = readPage(prover.pagination, accepted);
  if (typeof page === 'string') return wanted;
  if (isLastPage(prover.pagination, page) === true) return wanted - page.items.length;
  const whole = await loadPage(prover, largestLimit(prover));
  return typeof whole === 'string' ? 0 : wanted - whole.items.length;
}
