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

/** The clocks of two machines, and a window that has just ended. */
const clockSlackMs = 10 * 60_000;

export function checkRateLimit(exchange: Exchange, answer: Answer): readonly Observation[] {
  const { rateLimit } = exchange.draft.operation.behaviours;
  if (!rateLimit || !carriesHeaders(rateLimit, exchange, answer)) return [];
  const breach = findMissing(rateLimit, answer) ?? findNonsense(rateLimit, answer);
  if (!breach) return [kept('X.headers')];
  return [broken('X.headers', [], breach)];
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

function findNonsense(rateLimit: RateLimit, answer: Answer): Breach | undefined {
  const { limit, remaining, resetAt } = readRateLimit(rateLimit, answer);
  const raw = [rateLimit.limit, rateLimit.remaining, rateLimit.reset]
    .flatMap((part) => (part ? [`${part.text} ${partText(part, answer)}`] : []))
    .join(', ');
  if (rateLimit.limit && limit === undefined) return { expected: 'a limit that is a number', received: raw };
  if (rateLimit.remaining && remaining === undefined)
    return { expected: 'a rest that is a number', received: raw };
  if (limit !== undefined && remaining !== undefined && remaining > limit) {
    return { expected: 'no more remaining than the limit', received: raw };
  }
  if (!rateLimit.reset || !rateLimit.resetUnit) return undefined;
  const window = Math.max(0, ...rateLimit.policies.map(({ windowMs }) => windowMs));
  const isNear = resetAt !== undefined && Math.abs(resetAt - answer.at) <= window + clockSlackMs;
  return isNear ? undefined : { expected: `a reset in ${rateLimit.resetUnit} near to now`, received: raw };
}
