import { say } from '../../terminal.ts';

/** Lets Ctrl-C end a run early, with a report of what was seen; a second one ends the process at once. */
export interface Interrupt {
  readonly signal: AbortSignal;
  /** To be called when the run is over. */
  release(): void;
}

export function listenToInterrupt(): Interrupt {
  const controller = new AbortController();
  const stop = () => {
    say('\nStopping: what the run made is taken away first. Ctrl-C once more ends at once.');
    controller.abort();
  };
  process.once('SIGINT', stop);
  return { signal: controller.signal, release: () => process.removeListener('SIGINT', stop) };
}
