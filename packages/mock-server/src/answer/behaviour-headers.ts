import type { ExchangePart, OperationBehaviours, RateLimit } from '@plumbline/openapi';

export interface Situation {
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Whether another page than the first is asked for. */
  readonly isLaterPage: boolean;
  /** What the state says, by lower-case name; null: not sent where it may be left out. It goes before everything. */
  readonly decided?: ReadonlyMap<string, string | null> | undefined;
}

/**
 * What the behaviours of an operation say of headers, by lower-case name. Null: the header is not sent where it
 * may be left out.
 */
export function behaviourHeaders(
  { rateLimit, idempotency, pagination }: OperationBehaviours,
  situation: Situation,
): ReadonlyMap<string, string | null> {
  const headers = new Map<string, string | null>();
  const set = (part: ExchangePart | undefined, text: string | null) => {
    if (part?.in === 'header' && part.message === 'response') headers.set(part.name.toLowerCase(), text);
  };
  // The runtime marks replays.
  set(idempotency?.marker, null);
  if (rateLimit) for (const [part, text] of rateLimitTexts(rateLimit, situation)) set(part, text);
  // Examples show a first page. Whoever asks for another one gets the last, or would have to ask for ever.
  if (situation.isLaterPage) {
    set(pagination?.next, null);
    set(pagination?.hasMore, 'false');
  }
  for (const [name, text] of situation.decided ?? []) headers.set(name, text);
  return headers;
}

/**
 * A number that stays as long as what behaviours say of headers: where a limit is counted, until the next second of
 * its window begins.
 */
export function momentOf({ rateLimit }: OperationBehaviours, now: number): number {
  const policy = rateLimit?.policies[0];
  if (!policy) return 0;
  const { end, secondsLeft } = windowAt(policy.windowMs, now);
  return end - secondsLeft * 1000;
}

function windowAt(windowMs: number, now: number): { readonly end: number; readonly secondsLeft: number } {
  const end = (Math.floor(now / windowMs) + 1) * windowMs;
  return { end, secondsLeft: Math.ceil((end - now) / 1000) };
}

/** Of a limit that this request is the first to count for. */
function rateLimitTexts(
  rateLimit: RateLimit,
  { status, now }: Situation,
): readonly (readonly [ExchangePart | undefined, string])[] {
  const policy = rateLimit.policies[0];
  if (!policy) return [];
  const remaining = String(status) === rateLimit.status ? 0 : Math.max(policy.quota - rateLimit.cost, 0);
  const { end, secondsLeft } = windowAt(policy.windowMs, now);
  const reset = {
    'unix-seconds': String(Math.ceil(end / 1000)),
    'unix-millis': String(end),
    'seconds-left': String(secondsLeft),
    'http-date': new Date(end).toUTCString(),
  }[rateLimit.resetUnit ?? 'unix-seconds'];
  return [
    [rateLimit.limit, String(policy.quota)],
    [rateLimit.remaining, String(remaining)],
    [rateLimit.reset, reset],
    [rateLimit.retryAfter, String(secondsLeft)],
  ];
}
