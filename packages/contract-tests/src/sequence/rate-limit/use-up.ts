import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type Exhaustion, isRefused, rule, stateOf } from './exhaustion.ts';

/** Of a window that was used up. */
export interface UsedUp {
  readonly last: Exchange;
  readonly refused: Exchange;
}

/** A window that ends sooner than this is waited for, so that it does not end in between. */
const shortestMs = 5000;

/** Sends requests until one is refused, and judges how many were served. Undefined where none was refused. */
export async function useUp(exhaustion: Exhaustion): Promise<UsedUp | undefined> {
  const { run, draft } = exhaustion;
  const isFresh = await alignWindow(exhaustion);
  const served: Exchange[] = [];
  const first = await run.sendNow(draft);
  const { limit = exhaustion.policy.quota, remaining, resetAt } = stateOf(exhaustion, first);
  const isFixed = exhaustion.policy.kind === 'fixed';
  // No kind of window serves more than what it holds and what is added while it lasts.
  const most = isFixed ? limit + 1 : 2 * limit + 1;
  let next = first;
  while (isAccepted(next) && served.length <= most) {
    served.push(next);
    next = await run.sendNow(draft);
  }
  const isOneWindow =
    resetAt === undefined || Math.abs((stateOf(exhaustion, next).resetAt ?? resetAt) - resetAt) < 1500;
  if (!isOneWindow) {
    tell(exhaustion, unproven('unsettled', 'the window ended meanwhile'));
    return undefined;
  }
  const expected = isFresh || remaining === undefined ? limit : remaining + 1;
  judgeCount(exhaustion, { served, next, expected, most });
  return isRefused(exhaustion, next) ? { last: served.at(-1) ?? next, refused: next } : undefined;
}

function tell(exhaustion: Exhaustion, verdict: Verdict): void {
  rule(exhaustion, 'X.block', verdict);
  rule(exhaustion, 'X.fair', verdict);
}

interface Count {
  readonly served: readonly Exchange[];
  /** The first that was not served, or one too many. */
  readonly next: Exchange;
  readonly expected: number;
  readonly most: number;
}

function judgeCount(exhaustion: Exhaustion, { served, next, expected, most }: Count): void {
  const { run, policy } = exhaustion;
  const count = served.length + (isAccepted(next) ? 1 : 0);
  const isExact = policy.kind === 'fixed';
  if (!isRefused(exhaustion, next) && !isAccepted(next)) {
    tell(exhaustion, unproven('other-refusal', describeAnswer(next)));
    return;
  }
  const isTooMany = isExact ? count > expected : count > most;
  const left = stateOf(exhaustion, served.at(-1) ?? next).remaining ?? 0;
  const isTooFew = isExact ? count < expected : left > 0;
  const judgement = (received: string) =>
    violated({
      expected: `${expected} requests to be served in this window and the next one to be refused with ${exhaustion.rateLimit.status}`,
      received,
      exchange: run.record(next),
    });
  const proved = run.provedBy(served.at(-1) ?? next, next);
  rule(exhaustion, 'X.block', isTooMany ? judgement(`${count} were served`) : proved);
  rule(exhaustion, 'X.fair', isTooFew ? judgement(`${count} were served`) : proved);
}

/** Whether a window has just begun: where time can be moved, or has to be waited for anyway. */
async function alignWindow(exhaustion: Exhaustion): Promise<boolean> {
  const { run, draft, policy } = exhaustion;
  const { settings } = run;
  const { resetAt } = stateOf(exhaustion, await run.sendNow(draft));
  const left = (resetAt ?? settings.now() + policy.windowMs) - settings.now();
  if (!settings.clock && left > shortestMs) return false;
  if (left + 1000 > settings.maxWaitMs && !settings.clock) return false;
  await settings.sleep(Math.max(0, left) + 1000);
  return true;
}
