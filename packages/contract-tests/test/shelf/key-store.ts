import type { Answer, Call, Handler, Stored } from './exchange.ts';
import type { Fault } from './faults.ts';

const minute = 60_000;

export interface KeyStoreOptions {
  readonly has: (fault: Fault) => boolean;
  readonly now: () => number;
  readonly refuse: (status: number, title: string) => Answer;
}

/** Keeps the answers of writes for an hour under caller, operation, path and key. */
export class KeyStore {
  readonly #options: KeyStoreOptions;
  readonly #stored = new Map<string, Stored>();

  constructor(options: KeyStoreOptions) {
    this.#options = options;
  }

  /** What is kept now, for a request that looks here before it waits. */
  snapshot(): ReadonlyMap<string, Stored> {
    return new Map(this.#stored);
  }

  answer(call: Call, handler: Handler): Answer {
    const { has, refuse } = this.#options;
    const key = call.headers.get('idempotency-key');
    if (call.method === 'GET' || call.url.pathname.endsWith('/lend')) return handler(call);
    if (key === null) return has('key-required') ? refuse(400, 'a key is needed') : handler(call);
    if (key.length > 255) return refuse(400, 'the key is too long');
    const place = this.#place(call, key);
    const stored = (call.known ?? this.#stored).get(place);
    if (stored && this.#isFresh(stored)) {
      if (has('replay-doubles')) handler(call);
      if (stored.body === call.text || has('mismatch-replays') || this.#isLoose())
        return has('replay-executes') ? handler(call) : this.#replay(stored);
      if (!has('mismatch-executes')) return refuse(409, 'the key was used with another body');
    }
    const answer = handler(call);
    if (answer.status < 300) this.keep(call, place, answer);
    return answer;
  }

  /** With the fault, whatever was answered first under a key is answered again. */
  keepRefusal(call: Call, answer: Answer): Answer {
    const key = call.headers.get('idempotency-key');
    const { has } = this.#options;
    const isKept = has('refusal-kept') ? answer.status >= 400 : has('limit-kept') && answer.status === 429;
    if (key === null) return answer;
    const kept = this.#stored.get(`refused ${key}`);
    if (kept) return kept.answer;
    if (isKept) this.keep(call, `refused ${key}`, answer);
    return answer;
  }

  /** With the fault, what somebody else of the library was answered under the same key. */
  storedForOthers({ caller, method, url, headers }: Call): Answer | undefined {
    if (!this.#options.has('replay-to-anybody')) return undefined;
    const ending = ` ${method} ${url.pathname} ${headers.get('idempotency-key')}`;
    const [, stored] =
      [...this.#stored].find(
        ([place]) => place.startsWith(`${caller?.library} `) && place.endsWith(ending),
      ) ?? [];
    return stored && this.#replay(stored);
  }

  keep({ text }: Call, place: string, answer: Answer): void {
    this.#stored.set(place, { body: text, answer, at: this.#options.now() });
  }

  #isFresh({ at }: Stored): boolean {
    const { has, now } = this.#options;
    if (has('kept-forever')) return true;
    return now() - at < (has('kept-shortly') ? minute : 60 * minute);
  }

  /** Faults that give away what was stored for another request. */
  #isLoose(): boolean {
    const { has } = this.#options;
    return (
      has('key-shared') ||
      has('key-prefix') ||
      has('key-of-operation') ||
      has('key-of-item') ||
      has('key-of-library') ||
      has('key-of-caller')
    );
  }

  #place({ caller, method, url }: Call, key: string): string {
    const { has } = this.#options;
    const library = has('key-of-library') ? '' : caller?.library;
    const name = has('key-of-caller') || has('key-of-library') ? '' : caller?.name;
    if (has('key-of-operation')) return `${library} ${name} ${key}`;
    const path = has('key-of-item') ? url.pathname.replace(/[^/]*$/, '') : url.pathname;
    const text = has('key-shared') ? '' : has('key-prefix') ? key.slice(0, 8) : key;
    return `${library} ${name} ${method} ${path} ${text}`;
  }

  #replay({ answer }: Stored): Answer {
    const { has } = this.#options;
    const marker: Record<string, string> = has('replay-unmarked') ? {} : { 'idempotency-replayed': 'true' };
    return {
      status: has('replay-status') ? 200 : answer.status,
      headers: { ...answer.headers, ...marker },
      body: has('replay-body') ? answer.body.replace('2026-01-01', '2026-01-02') : answer.body,
    };
  }
}
