import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { ListProver } from './list-prover.ts';
import type { Page } from './read-page.ts';
import type { Survey } from './survey-list.ts';
import type { Walk } from './walk-pages.ts';

/** What single pages of a survey say, each against what is known of the whole list. */

export const unsettled: Verdict = unproven('unsettled');

/** A page holds no more than asked for, though more is there. */
export function judgeLimit({ run }: ListProver, { walks, before }: Survey): Verdict {
  const asked = walks.flatMap(({ limit, pages }) =>
    limit === undefined ? [] : pages.map((page) => ({ page, limit })),
  );
  const tooLong = asked.find(({ page, limit }) => page.items.length > limit);
  if (tooLong) {
    return violated({
      expected: `at most ${tooLong.limit} items`,
      received: `${tooLong.page.items.length} items`,
      exchange: run.record(tooLong.page.exchange),
    });
  }
  const telling = asked.find(({ limit }) => before.items.length > limit);
  return telling
    ? run.provedBy(before.exchange, telling.page.exchange)
    : unproven('needs-items', `the list holds ${before.items.length}`);
}

/** Whether more is said to follow exactly while items are left. */
export function judgeMore({ run, pagination }: ListProver, survey: Survey): Verdict {
  const { size, walks, before } = survey;
  if (!survey.isSettled) return unsettled;
  if (size === undefined) return unproven('needs-budget', 'the list is too long to be walked');
  const told = pageCounts([...walks, { pages: [before] }]).filter(({ page }) => page.hasMore !== undefined);
  const wrong = told.find(({ page, seen }) => page.hasMore !== seen < size);
  if (wrong) {
    return violated({
      expected: wrong.seen < size ? `more to follow: ${wrong.seen} of ${size} items were seen` : 'no more',
      received: `\`${pagination.hasMore?.text}\` ${wrong.page.hasMore}`,
      exchange: run.record(wrong.page.exchange),
    });
  }
  const middle = told.find(({ seen }) => seen < size);
  const last = told.find(({ seen }) => seen === size);
  if (middle && last) return run.provedBy(middle.page.exchange, last.page.exchange);
  return unproven(told.length === 0 ? 'not-seen' : 'needs-items', 'no two pages were seen');
}

/** Whether the next page is named exactly where another follows. */
export function judgeNext({ run, pagination }: ListProver, survey: Survey): Verdict {
  const { size, walks, before } = survey;
  const pages = pageCounts([...walks, { pages: [before] }]).map(({ page, seen }) => ({
    page,
    follows: page.hasMore ?? (size === undefined || !survey.isSettled ? undefined : seen < size),
  }));
  const wrong = pages.find(
    ({ page, follows }) => follows !== undefined && follows !== (page.next !== undefined),
  );
  if (wrong) {
    return violated({
      expected: wrong.follows
        ? 'the next page to be named, since more follows'
        : 'no next page, since none follows',
      received: wrong.page.next === undefined ? `no \`${pagination.next?.text}\`` : wrong.page.next,
      exchange: run.record(wrong.page.exchange),
    });
  }
  const named = pages.find(({ follows }) => follows === true);
  const last = pages.find(({ follows }) => follows === false);
  if (named && last) return run.provedBy(named.page.exchange, last.page.exchange);
  return unproven('needs-items', 'no page with another after it was seen');
}

/** Every page tells as many items as were counted. */
export function judgeTotal({ run }: ListProver, survey: Survey): Verdict {
  const { size, walks, before } = survey;
  const pages = [before, ...walks.flatMap((walk) => walk.pages)].filter(({ total }) => total !== undefined);
  if (pages.length === 0) return unproven('not-seen', 'no total was told');
  if (!survey.isSettled) return unsettled;
  const known = size ?? before.items.length;
  const wrong = pages.find(({ total = 0 }) => (size === undefined ? total < known : total !== known));
  if (wrong) {
    return violated({
      expected: `a total of ${size === undefined ? 'at least ' : ''}${known}, as many as were counted`,
      received: String(wrong.total),
      exchange: run.record(wrong.exchange),
    });
  }
  return size === undefined
    ? unproven('needs-budget', 'the list is too long to be counted')
    : run.provedBy(...pages.slice(0, 2).map(({ exchange }) => exchange));
}

/** Each page with the number of items up to its end. */
function pageCounts(walks: readonly Pick<Walk, 'pages'>[]): readonly { page: Page; seen: number }[] {
  return walks.flatMap(({ pages }) => {
    let seen = 0;
    return pages.map((page) => {
      seen += page.items.length;
      return { page, seen };
    });
  });
}
