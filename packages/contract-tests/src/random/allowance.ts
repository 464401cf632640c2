import type { Exchange } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';

/** Requests that are kept for what comes after the search, beside one to delete each thing that was made. */
const reserve = 50;

/** How long the search may go on: chance takes nothing from what is planned, and ends where the server asks for less. */
export class Allowance {
  readonly #run: Run;
  readonly #left: () => number;
  #hasEnded = false;

  /** @param left how many requests the run may still send */
  constructor(run: Run, left: () => number) {
    this.#run = run;
    this.#left = left;
  }

  get isSpent(): boolean {
    return this.#hasEnded || this.#left() < reserve + this.#run.items.own().length;
  }

  /** After a refusal by a rate limit nothing more is sent for the sake of chance. */
  note({ answer }: Exchange): void {
    this.#hasEnded ||= answer?.status === 429;
  }
}
