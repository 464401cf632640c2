import type { Obligation } from '../obligation.ts';
import type { Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { toReplay } from '../search/to-replay.ts';
import { violated } from '../verdict.ts';
import type { Allowance } from './allowance.ts';
import type { Breach } from './breach.ts';

/** Requests for making one failure smaller. */
const requestsEach = 30;

/** What came of one random input. */
export interface Attempt {
  /** All that were sent. */
  readonly exchanges: readonly Exchange[];
  readonly breaches: readonly Breach[];
}

export interface HuntContext<Input> {
  readonly run: Run;
  /** The ids of what is known to be broken; what is found is added. */
  readonly known: Set<string>;
  readonly allowance: Allowance;
  readonly attempt: (input: Input) => Promise<Attempt>;
  /** Called after an input that broke nothing, before anything was found. */
  readonly onKept?: (attempt: Attempt) => Promise<void>;
}

/** Tries random inputs until one breaks a promise that was kept so far, then smaller ones that break it too. */
export class Hunt<Input> {
  readonly #context: HuntContext<Input>;
  /** What the first input broke, by obligation, and the smallest that breaks it too. */
  readonly #found = new Map<string, { readonly first: Breach; smallest?: Breach }>();
  #spent = 0;
  #error: { readonly thrown: unknown } | undefined;

  constructor(context: HuntContext<Input>) {
    this.#context = context;
  }

  /** Whether it came to its end without a breach. */
  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** Whether an input keeps every promise; of a smaller one, whether it keeps the one that was broken. */
  async keeps(input: Input): Promise<boolean> {
    if (this.#error || this.#context.allowance.isSpent) return true;
    try {
      return this.isEmpty ? await this.#keepsAll(input) : await this.#keepsAgain(input);
    } catch (error) {
      // Here it would be taken for a failure of the API.
      this.#error = { thrown: error };
      return true;
    }
  }

  async #keepsAll(input: Input): Promise<boolean> {
    const { run, known, onKept } = this.#context;
    const attempt = await this.#attempt(input);
    const fresh = attempt.breaches.filter(({ id }) => !known.has(id));
    for (const breach of fresh) {
      known.add(breach.id);
      run.ledger.rule(breach.id, violated(breach.finding));
      this.#retell(breach);
      this.#found.set(breach.id, { first: breach });
    }
    if (this.isEmpty) await onKept?.(attempt);
    return this.isEmpty;
  }

  async #keepsAgain(input: Input): Promise<boolean> {
    if (this.#spent >= requestsEach) return true;
    const { exchanges, breaches } = await this.#attempt(input);
    this.#spent += exchanges.length;
    for (const breach of breaches) {
      const found = this.#found.get(breach.id);
      const most = (found?.smallest ?? found?.first)?.before.length ?? 0;
      if (found && breach.before.length <= most) found.smallest = breach;
    }
    const [wanted] = this.#found.keys();
    return breaches.every(({ id }) => id !== wanted);
  }

  async #attempt(input: Input): Promise<Attempt> {
    const attempt = await this.#context.attempt(input);
    for (const exchange of attempt.exchanges) this.#context.allowance.note(exchange);
    return attempt;
  }

  /** Tells the failure by its smallest input. @throws what stopped the hunt */
  end(): void {
    for (const { first, smallest } of this.#found.values())
      if (smallest) this.#retell(smallest, first.exchange.number);
    if (this.#error) throw this.#error.thrown;
  }

  #retell({ id, operation, finding, exchange, before }: Breach, reducedFrom?: number): void {
    const { run } = this.#context;
    const obligation = this.#obligation(operation, id);
    const replay = obligation && toReplay(run, obligation, exchange, before);
    run.ledger.retell(id, {
      ...finding,
      ...(before.length > 0 ? { steps: before.map((earlier) => run.record(earlier)) } : {}),
      ...(reducedFrom === undefined ? {} : { reducedFrom }),
      ...(replay ? { replay } : {}),
    });
  }

  #obligation(operation: string, wanted: string): Obligation | undefined {
    const found = this.#context.run.ledger.violationsOf(operation);
    return found.find(({ obligation }) => obligation.id === wanted)?.obligation;
  }
}
