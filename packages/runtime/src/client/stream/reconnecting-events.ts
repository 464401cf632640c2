import { type Clock, systemClock } from '../transport/clock.ts';
import { readEvents, type StreamedEvent } from './event-stream.ts';

export interface ReconnectOptions {
  readonly signal?: AbortSignal;
  /** How long to wait before a new connection until the server says, in milliseconds. @default 1_000 */
  readonly delayMs?: number;
  /** How often a connection may fail before one event came from it. @default 5 */
  readonly attempts?: number;
  readonly clock?: Clock;
}

/**
 * Reads server-sent events over as many connections as it takes: when one ends or breaks, the next one names the
 * last event that came, in `Last-Event-ID`. Ends when `connect` gives nothing, which is what a 204 is.
 *
 *     const events = reconnectingEvents(async (headers) => {
 *       const { data } = await client.GET('/events', { parseAs: 'stream', headers, signal });
 *       return data;
 *     }, { signal });
 *
 * @throws what the last connection threw, and the signal's reason when it is aborted
 */
export async function* reconnectingEvents(
  connect: (
    headers: Readonly<Record<string, string>>,
  ) => Promise<ReadableStream<Uint8Array> | null | undefined>,
  { signal, delayMs = 1_000, attempts = 5, clock = systemClock }: ReconnectOptions = {},
): AsyncGenerator<StreamedEvent, undefined> {
  const known = { id: '', delay: delayMs };
  const settings = {
    onId: (id: string) => {
      known.id = id;
    },
    onRetry: (delay: number) => {
      known.delay = delay;
    },
  };
  for (let failures = 0; ; ) {
    signal?.throwIfAborted();
    try {
      const stream = await connect(known.id ? { 'Last-Event-ID': known.id } : {});
      if (!stream) return;
      for await (const event of readEvents(stream, settings)) {
        failures = 0;
        yield event;
      }
    } catch (error) {
      failures++;
      if (signal?.aborted || failures >= attempts) throw error;
    }
    await clock.sleep(known.delay, signal);
  }
}
