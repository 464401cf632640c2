import { unproven, type Verdict, violated } from '../../verdict.ts';
import { unsettled } from './judge-pages.ts';
import type { ListProver } from './list-prover.ts';
import type { Page } from './read-page.ts';
import { isSameSequence, isSameSet, type Survey } from './survey-list.ts';
import type { Walk } from './walk-pages.ts';

/** What the walks of a survey say. */

const lastOf = ({ pages }: Walk) => pages.at(-1)?.exchange;

/** Why walks tell nothing; undefined where they do. */
function findObstacle(survey: Survey): Verdict | undefined {
  return findStop(survey) ?? findShortness(survey);
}

function findStop({ walks }: Survey): Verdict | undefined {
  const stopped = walks.find(({ end }) => end.kind === 'stopped');
  return stopped?.end.kind === 'stopped' ? unproven('unsupported', stopped.end.why) : undefined;
}

function findShortness({ walks, before }: Survey): Verdict | undefined {
  const hasTwoPages = walks.some(({ pages }) => pages.length > 1);
  return hasTwoPages ? undefined : unproven('needs-items', `the list holds ${before.items.length}`);
}

export function judgeNoDuplicates({ run }: ListProver, survey: Survey): Verdict {
  for (const walk of survey.walks) {
    const exchange = lastOf(walk);
    if (walk.end.kind !== 'repeated item' || !exchange) continue;
    if (!survey.isSettled) return unsettled;
    return violated({
      expected: `no item to come twice in pages of ${walk.limit ?? 'the default size'}`,
      received: `${walk.end.key} again on page ${walk.pages.length}`,
      exchange: run.record(exchange),
    });
  }
  return findObstacle(survey) ?? run.provedBy(...survey.walks.flatMap((walk) => lastOf(walk) ?? []));
}

export function judgeEnd({ run }: ListProver, survey: Survey): Verdict {
  for (const walk of survey.walks) {
    const repeated = findRepeated(walk);
    if (!repeated) continue;
    return violated({
      expected: 'each page to name another one than the pages before it, until none is named',
      received: `${repeated.next} again on page ${walk.pages.length}`,
      exchange: run.record(repeated.exchange),
    });
  }
  const obstacle = findObstacle(survey);
  if (obstacle) return obstacle;
  const isEnded = survey.walks.every(({ end }) => end.kind === 'last page');
  if (isEnded) return run.provedBy(...survey.walks.flatMap((walk) => lastOf(walk) ?? []));
  return survey.isLong
    ? unproven('needs-budget', 'the list is too long to be walked')
    : unproven('blocked-by', 'the walk did not come to its end; see G.nodup');
}

/** The last page, where it names one that was named before. */
function findRepeated({ pages }: Walk): Page | undefined {
  const last = pages.at(-1);
  return pages.slice(0, -1).some(({ next }) => next !== undefined && next === last?.next) ? last : undefined;
}

export function judgeComplete({ run }: ListProver, survey: Survey): Verdict {
  const stop = findStop(survey);
  if (stop) return stop;
  if (!survey.isSettled) return unsettled;
  for (const walk of survey.walks) {
    const exchange = lastOf(walk);
    const lost = lostIn(survey, walk);
    if (!exchange || lost.length === 0) continue;
    if (walk.end.kind !== 'last page' && walk.end.kind !== 'many pages') {
      return unproven('blocked-by', 'the walk came back to where it was; see G.nodup and G.terminate');
    }
    return violated({
      expected: `all ${survey.before.keys.length} items of one large page to come in pages of ${walk.limit ?? 'the default size'}`,
      received: `${lost.length} missing: ${lost.slice(0, 3).join(', ')}`,
      exchange: run.record(exchange),
    });
  }
  const shortness = findShortness(survey);
  if (shortness) return shortness;
  const [first] = survey.walks;
  const isCounted = survey.walks.every((walk) => walk.keys.length === first?.keys.length);
  if (isCounted || survey.isLong) {
    return run.provedBy(survey.before.exchange, ...survey.walks.flatMap((walk) => lastOf(walk) ?? []));
  }
  return unproven('blocked-by', 'walks of different sizes gave different numbers of items; see G.nodup');
}

/** Items of the large page that the walk went past. */
function lostIn({ before }: Survey, { keys, end }: Walk): readonly string[] {
  if (end.kind === 'last page') return before.keys.filter((key) => !keys.includes(key));
  // A walk that was given up tells only of what lies before the last item that it met.
  const reached = Math.max(-1, ...keys.map((key) => before.keys.indexOf(key)));
  return before.keys.slice(0, reached + 1).filter((key) => !keys.includes(key));
}

/** Two calls give the same order. */
export function judgeOrder({ run }: ListProver, { before, after, isSettled }: Survey): Verdict {
  if (!isSettled) return unsettled;
  if (before.keys.length < 2) return unproven('needs-items', `the list holds ${before.keys.length}`);
  if (isSameSequence(before.keys, after.keys)) return run.provedBy(before.exchange, after.exchange);
  return violated({
    expected: `the order of request ${before.exchange.number} again, since nothing was changed`,
    received: firstDifference(before.keys, after.keys),
    exchange: run.record(after.exchange),
  });
}

/** Pages of other sizes give the same sequence. */
export function judgeInvariant({ run }: ListProver, survey: Survey): Verdict {
  const obstacle = findObstacle(survey);
  if (obstacle) return obstacle;
  if (!survey.isSettled) return unsettled;
  const { before, walks } = survey;
  for (const walk of walks) {
    const exchange = lastOf(walk);
    const keys = walk.keys.slice(0, before.keys.length);
    const whole = before.keys.slice(0, keys.length);
    if (isSameSequence(keys, whole)) continue;
    if (!exchange || !isSameSet(keys, whole)) {
      return unproven('blocked-by', 'the walk gave other items; see G.complete and G.nodup');
    }
    return violated({
      expected: `the order of one large page in pages of ${walk.limit ?? 'the default size'}`,
      received: firstDifference(whole, keys),
      exchange: run.record(exchange),
    });
  }
  return run.provedBy(before.exchange, ...walks.flatMap((walk) => lastOf(walk) ?? []));
}

function firstDifference(one: readonly string[], other: readonly string[]): string {
  const index = one.findIndex((key, position) => key !== other[position]);
  return `${other[index] ?? 'nothing'} at place ${index + 1}, where ${one[index]} was`;
}
