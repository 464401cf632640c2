import type { ExchangePart, RateLimit } from '@plumbline/openapi';
import type { Answer, Exchange } from '../run/exchange-record.ts';
import { broken, kept, type Observation } from './observation.ts';
import { partText } from './part-text.ts';

/** What the rate-limit headers of an answer say; parts that are not declared or no numbers are absent. */
export interface RateLimitState {
  readonly limit?: number;
  readonly remaining?: number;
  /** Milliseconds since 1970. */
  readonly resetAt?: number;
}

export function readRateLimit(rateLimit: RateLimit, answer: Answer): RateLimitState {
  const number = (part: ExchangePart | undefined): number | undefined => {
    const text = partText(part, answer);
    return text !== undefined && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
  };
  const limit = number(rateLimit.limit);
  const remaining = number(rateLimit.remaining);
  const resetAt = toTime(rateLimit, partText(rateLimit.reset, answer), answer.at);
  return {
    ...(limit === undefined ? {} : { limit }),
    ...(remaining === undefined ? {} : { remaining }),
    ...(resetAt === undefined ? {} : { resetAt }),
  };
}

function toTime({ resetUnit }: RateLimit, text: string | undefined, at: number): number | undefined {
  if (text === undefined) return undefined;
  if (resetUnit === 'http-date') return Number.isNaN(Date.parse(text)) ? undefined : Date.parse(text);
  if (!/^\d+(\.\d+)?$/.test(text.trim())) return undefined;
  if (resetUnit === 'unix-millis') return Number(text);
  if (resetUnit === 'unix-seconds') return Number(text) * 1000;
  return resetUnit === 'seconds-left' ? at + Number(text) * 1000 : undefined;
}

/** What the rate-limit headers of one answer say. `quota`: the limit in force, where it is not that of the description. */
export function checkRateLimit(exchange: Exchange, answer: Answer, quota?: number): readonly Observation[] {
  const { rateLimit } = exchange.draft.operation.behaviours;
  if (!rateLimit || !carriesHeaders(rateLimit, exchange, answer)) return [];
  const state = readRateLimit(rateLimit, answer);
  const breach = findMissing(rateLimit, answer) ?? findWordy(rateLimit, answer, state);
  return [
    breach ? broken('X.headers', [], breach) : kept('X.headers'),
    ...checkLimit(rateLimit, state, quota),
    ...checkFloor(rateLimit, answer, state),
    ...checkReset(rateLimit, answer, state),
  ];
}

/** A 401 tells nobody's limit; a failure or a gateway's answer may come from before the limiter. */
function carriesHeaders({ headersOn, status }: RateLimit, { draft }: Exchange, answer: Answer): boolean {
  if (answer.status >= 500 || [405, 406, 413, 415].includes(answer.status)) return false;
  if (headersOn === 'success') return answer.status < 300;
  if (headersOn === 'rejected') return String(answer.status) === status;
  return headersOn === 'all' || (draft.identity !== undefined && answer.status !== 401);
}

interface Breach {
  readonly expected: string;
  readonly received: string;
}

function findMissing(rateLimit: RateLimit, answer: Answer): Breach | undefined {
  const missing = [rateLimit.limit, rateLimit.remaining, rateLimit.reset].find(
    (part) => part !== undefined && partText(part, answer) === undefined,
  );
  return missing && { expected: `\`${missing.text}\` on status ${answer.status}`, received: 'none' };
}

function findWordy(rateLimit: RateLimit, answer: Answer, state: RateLimitState): Breach | undefined {
  const received = asSent(rateLimit, answer);
  if (rateLimit.limit && state.limit === undefined) return { expected: 'a limit that is a number', received };
  const isNegative = /^-\d/.test(partText(rateLimit.remaining, answer)?.trim() ?? '');
  return rateLimit.remaining && state.remaining === undefined && !isNegative
    ? { expected: 'a rest that is a number', received }
    : undefined;
}

const asSent = (rateLimit: RateLimit, answer: Answer): string =>
  [rateLimit.limit, rateLimit.remaining, rateLimit.reset]
    .flatMap((part) => (part ? [`${part.text} ${partText(part, answer)}`] : []))
    .join(', ');

/** A limit so many times the largest declared one was raised for tests. */
const raisedTimes = 10;

function checkLimit(
  { policies }: RateLimit,
  { limit }: RateLimitState,
  quota?: number,
): readonly Observation[] {
  const quotas = quota === undefined ? policies.map((policy) => policy.quota) : [quota];
  if (limit === undefined || quotas.length === 0) return [];
  if (quotas.includes(limit)) return [kept('X.limit')];
  if (quota === undefined && limit >= raisedTimes * Math.max(...quotas)) {
    const detail = `the limit is ${limit}, raised it seems: give \`quota\``;
    return [{ kind: 'X.limit', parts: [], outcome: 'open', reason: 'unspecified', detail }];
  }
  return [broken('X.limit', [], { expected: `a limit of ${quotas.join(' or ')}`, received: String(limit) })];
}

function checkFloor(
  rateLimit: RateLimit,
  answer: Answer,
  { limit, remaining }: RateLimitState,
): readonly Observation[] {
  const text = partText(rateLimit.remaining, answer)?.trim() ?? '';
  const isNegative = /^-\d/.test(text);
  if (remaining === undefined && !isNegative) return [];
  const isOver = limit !== undefined && remaining !== undefined && remaining > limit;
  if (!isNegative && !isOver) return [kept('X.floor')];
  return [
    broken('X.floor', [], {
      expected: `a rest from 0 to the limit${limit === undefined ? '' : ` of ${limit}`}`,
      received: text,
    }),
  ];
}

/** Whole seconds, and the way of the answer. */
const slackMs = 3000;

/** The clocks of two machines, where the answer does not tell the time of its own. */
const clockSlackMs = 60_000;

function checkReset(
  rateLimit: RateLimit,
  answer: Answer,
  { resetAt }: RateLimitState,
): readonly Observation[] {
  const { reset, resetUnit, policies } = rateLimit;
  if (!reset || !resetUnit || partText(reset, answer) === undefined) return [];
  const window = Math.max(0, ...policies.map(({ windowMs }) => windowMs));
  const isNear = (now: number, slack: number) =>
    resetAt !== undefined &&
    resetAt >= now - slack &&
    (policies.length === 0 || resetAt <= now + window + slack);
  const date = Date.parse(answer.headers.get('date') ?? '');
  // The clock of the run may be moved with that of the API, which its web server does not notice.
  if (isNear(answer.at, Number.isNaN(date) ? clockSlackMs : slackMs)) return [kept('X.reset')];
  if (!Number.isNaN(date) && isNear(date, slackMs)) return [kept('X.reset')];
  return [
    broken('X.reset', [], {
      expected: `the end of the window in ${resetUnit}, within ${window / 1000} s from now`,
      received: asSent(rateLimit, answer),
    }),
  ];
}
