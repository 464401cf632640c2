import type { Caller } from './callers.ts';
import type { Answer } from './exchange.ts';
import type { Fault } from './faults.ts';

export interface LimiterOptions {
  readonly has: (fault: Fault) => boolean;
  readonly now: () => number;
  readonly quota: number;
  readonly refuse: (status: number, title: string) => Answer;
}

interface Window {
  readonly resetAt: number;
  used: number;
}

const minute = 60_000;

/** Counts the requests of each library in windows of a minute. */
export class Limiter {
  readonly #options: LimiterOptions;
  readonly #windows = new Map<string, Window>();

  constructor(options: LimiterOptions) {
    this.#options = options;
  }

  run(caller: Caller, method: string, work: () => Answer): Answer {
    const { has } = this.#options;
    const window = this.#windowOf(this.#partition(caller));
    const isCounted = !has('remaining-frozen') && !(has('writes-free') && method !== 'GET');
    window.used += isCounted ? 1 : 0;
    if (window.used > this.#served()) {
      if (has('refused-executes')) work();
      return this.#told(this.#refusal(window), window);
    }
    const answer = work();
    if (has('refusals-refunded') && answer.status >= 400) window.used = Math.max(0, window.used - 3);
    if (has('limit-on-errors') && answer.status >= 400) return answer;
    return this.#told(answer, window);
  }

  /** For somebody who is not known. */
  tell(answer: Answer): Answer {
    return this.#told(answer, this.#windowOf('nobody'));
  }

  #served(): number {
    const { has, quota } = this.#options;
    if (has('never-refuses')) return Number.POSITIVE_INFINITY;
    return quota + (has('refuses-late') ? 1 : 0) - (has('refuses-early') ? 1 : 0);
  }

  #partition({ library, name }: Caller): string {
    const { has } = this.#options;
    if (has('one-window')) return 'all';
    return has('window-per-token') ? name : library;
  }

  #windowOf(partition: string): Window {
    const { has, now } = this.#options;
    const known = this.#windows.get(partition);
    if (known && known.resetAt > now()) return known;
    const used = has('window-stays') ? (known?.used ?? 0) : 0;
    const fresh = { resetAt: (Math.floor(now() / minute) + 1) * minute, used };
    this.#windows.set(partition, fresh);
    return fresh;
  }

  #refusal({ resetAt }: Window): Answer {
    const { has, now, refuse } = this.#options;
    const seconds = Math.max(1, Math.ceil((resetAt - now()) / 1000));
    const plain: Answer = { status: 429, headers: { 'content-type': 'text/plain' }, body: 'too many' };
    const answer = has('refusal-plain') ? plain : refuse(429, 'too many requests');
    if (has('no-retry-after')) return answer;
    const told = has('retry-after-time') ? Math.ceil(resetAt / 1000) : has('retry-after-short') ? 1 : seconds;
    return { ...answer, headers: { ...answer.headers, 'retry-after': String(told) } };
  }

  #told(answer: Answer, { resetAt, used }: Window): Answer {
    const { has, quota } = this.#options;
    if (has('no-limit-headers')) return answer;
    const end = has('reset-past') ? resetAt - 10 * minute : resetAt;
    const remaining = has('remaining-high') ? quota + 1 : Math.max(0, quota - used);
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'x-ratelimit-limit': has('bad-header') ? 'many' : String(quota + (has('limit-other') ? 1 : 0)),
        'x-ratelimit-remaining': String(remaining),
        'x-ratelimit-reset': String(has('reset-millis') ? end : Math.ceil(end / 1000)),
      },
    };
  }
}
