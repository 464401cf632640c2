/** How long each stage took, for the summary. */
export interface FinishedStage {
  readonly name: string;
  readonly seconds: number;
}

/** Runs stages one after the other and shows each with its outcome and time. */
export class Stages {
  readonly finished: FinishedStage[] = [];

  /** Runs one stage; `work` returns what to say of it. */
  async run<Outcome extends { readonly says: string }>(
    name: string,
    work: () => Promise<Outcome>,
  ): Promise<Outcome> {
    const started = performance.now();
    const done = this.#announce(name);
    try {
      const outcome = await work();
      const seconds = (performance.now() - started) / 1000;
      done();
      this.finished.push({ name, seconds });
      process.stdout.write(`  ${name.padEnd(9)} ${outcome.says}  (${seconds.toFixed(1)} s)\n`);
      return outcome;
    } catch (error) {
      done();
      throw error;
    }
  }

  /** On a terminal the running stage stands on a line of its own until it is done. */
  #announce(name: string): () => void {
    if (!process.stdout.isTTY) return () => undefined;
    process.stdout.write(`  ${name.padEnd(9)} …\r`);
    return () => process.stdout.write('\u001b[2K\r');
  }
}
