import { setTimeout } from 'node:timers/promises';

/** Milliseconds pass. Rejects with the reason of the signal when somebody gives up meanwhile. */
export async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds <= 0) return;
  try {
    await setTimeout(milliseconds, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}
