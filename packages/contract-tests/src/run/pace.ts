import type { RateLimit } from '@plumbline/openapi';
import { readRateLimit } from '../check/check-rate-limit.ts';
import { partText } from '../check/part-text.ts';
import type { Draft } from '../request/draft.ts';
import { BudgetSpent } from './budget.ts';
import type { Answer, Exchange } from './exchange-record.ts';
import type { Settings } from './settings.ts';

/** Keeps the rate limits that answers tell of. */
export interface Pace {
  /** Waits where a window is known to be used up. @throws BudgetSpent */
  beforeRequest(draft: Draft): Promise<void>;
  /** Notes what is left; after a refusal, when to come back. */
  afterAnswer(exchange: Exchange, attempt: number): Promise<void>;
}

/** A window's end by a server's clock in whole seconds may lie this much later. */
const marginMs = 1000;

export function createPace(settings: Settings): Pace {
  const blockedUntil = new Map<string, number>();
  let waitedMs = 0;

  async function wait(ms: number): Promise<void> {
    if (!settings.clock && waitedMs + ms > settings.maxWaitMs) {
      throw new BudgetSpent(
        `the rate limit asks to wait ${Math.ceil(ms / 1000)} s more than the run may wait`,
      );
    }
    waitedMs += ms;
    await settings.sleep(ms);
  }

  return {
    async beforeRequest(draft) {
      const until = blockedUntil.get(caller(draft));
      if (until === undefined) return;
      const ms = until - settings.now();
      if (ms > 0) await wait(ms);
      blockedUntil.delete(caller(draft));
    },
    async afterAnswer({ draft, answer }, attempt) {
      if (!answer) return;
      const resume = resumeTime(draft.operation.behaviours.rateLimit, answer, attempt);
      if (resume !== undefined) blockedUntil.set(caller(draft), resume);
    },
  };
}

const caller = ({ credentials }: Draft): string => JSON.stringify(credentials);

/** When the next request makes sense; undefined: at once. */
function resumeTime(rateLimit: RateLimit | undefined, answer: Answer, attempt: number): number | undefined {
  const state = rateLimit ? readRateLimit(rateLimit, answer) : {};
  if (answer.status !== 429) {
    return state.remaining === 0 && state.resetAt !== undefined && state.resetAt > answer.at
      ? state.resetAt + marginMs
      : undefined;
  }
  const declared = rateLimit && partText(rateLimit.retryAfter, answer);
  const after = retryAfter(declared ?? answer.headers.get('retry-after') ?? undefined, answer.at);
  return after ?? (state.resetAt === undefined ? answer.at + 1000 * 2 ** attempt : state.resetAt + marginMs);
}

/** Seconds or a date (RFC 9110, section 10.2.3). */
function retryAfter(text: string | undefined, at: number): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text.trim())) return at + Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : date;
}
