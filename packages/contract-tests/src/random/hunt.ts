import type { Obligation } from '../obligation.ts';
import type { Draft } from '../request/draft.ts';
import type { Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { toReplay } from '../search/to-replay.ts';
import { violated } from '../verdict.ts';
import type { Allowance } from './allowance.ts';
import { breachesOf } from './breaches-of.ts';
import type { Breach } from './broken-by.ts';

/** Requests for making one failure smaller. */
export const requestsEach = 30;

interface Failure {
  readonly exchange: Exchange;
  readonly breach: Breach;
}

/** Sends legal requests until one breaks a promise that was kept so far, then smaller ones that break it too. */
export class Hunt {
  readonly #run: Run;
  readonly #known: Set<string>;
  readonly #allowance: Allowance;
  #first: Failure | undefined;
  #smallest: Failure | undefined;
  #tried = 0;
  #error: { readonly thrown: unknown } | undefined;

  /** @param known the ids of what is known to be broken; what is found is added */
  constructor(run: Run, known: Set<string>, allowance: Allowance) {
    this.#run = run;
    this.#known = known;
    this.#allowance = allowance;
  }

  /** Whether it came to its end without a breach. */
  get isEmpty(): boolean {
    return this.#first === undefined;
  }

  /** Whether the request keeps every promise; of a smaller one, whether it keeps the one that was broken. */
  async keeps(draft: Draft, onKept: (exchange: Exchange) => Promise<void>): Promise<boolean> {
    if (this.#error || this.#allowance.isSpent) return true;
    try {
      return this.#first ? await this.#keepsAgain(draft, this.#first) : await this.#keepsAll(draft, onKept);
    } catch (error) {
      // Here it would be taken for a failure of the API.
      this.#error = { thrown: error };
      return true;
    }
  }

  async #keepsAll(draft: Draft, onKept: (exchange: Exchange) => Promise<void>): Promise<boolean> {
    const exchange = await this.#send(draft);
    const fresh = breachesOf(this.#run, exchange).filter(({ id }) => !this.#known.has(id));
    const [first] = fresh;
    for (const { id, finding } of fresh) {
      this.#known.add(id);
      this.#run.ledger.rule(id, violated(finding));
      this.#retell({ exchange, breach: { id, finding } });
    }
    if (first) this.#first = { exchange, breach: first };
    else await onKept(exchange);
    return first === undefined;
  }

  async #keepsAgain(draft: Draft, { breach: { id } }: Failure): Promise<boolean> {
    if (this.#tried >= requestsEach) return true;
    this.#tried += 1;
    const exchange = await this.#send(draft);
    const breach = breachesOf(this.#run, exchange).find((other) => other.id === id);
    if (breach) this.#smallest = { exchange, breach };
    return breach === undefined;
  }

  async #send(draft: Draft): Promise<Exchange> {
    const exchange = await this.#run.send(draft);
    this.#allowance.note(exchange);
    return exchange;
  }

  /** Tells the failure by its smallest request. @throws what stopped the hunt */
  end(): void {
    if (this.#first && this.#smallest) this.#retell(this.#smallest, this.#first.exchange.number);
    if (this.#error) throw this.#error.thrown;
  }

  #retell({ exchange, breach: { id, finding } }: Failure, reducedFrom?: number): void {
    const obligation = this.#obligation(id, exchange);
    const replay = obligation && toReplay(this.#run, obligation, exchange);
    this.#run.ledger.retell(id, {
      ...finding,
      ...(reducedFrom === undefined ? {} : { reducedFrom }),
      ...(replay ? { replay } : {}),
    });
  }

  #obligation(wanted: string, { draft }: Exchange): Obligation | undefined {
    return this.#run.ledger.violationsOf(draft.operation.id).find(({ obligation: { id } }) => id === wanted)
      ?.obligation;
  }
}
