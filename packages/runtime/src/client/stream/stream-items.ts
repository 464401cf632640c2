import { flattenHeaders, type HeadersInput } from '../core/merge-headers.ts';
import type { AnyOutcome } from '../types/outcome.ts';
import { readEvents } from './event-stream.ts';
import { readJsonLines } from './json-lines.ts';
import { readJsonSequence } from './json-sequence.ts';

/** A call of a client, as far as streams are concerned. */
export interface StreamedInit {
  readonly signal?: AbortSignal | null;
  readonly headers?: HeadersInput | null;
  readonly parseAs?: 'stream';
}

/** One operation whose answer is read item by item. */
export interface StreamedOperation {
  /** `GET /events`, for messages. */
  readonly name: string;
  /** What the description declares the stream to be, in lower case: `text/event-stream`. */
  readonly mediaType: string;
  readonly init: StreamedInit;
  readonly parseJson?: ((text: string) => unknown) | undefined;
  /** Sends the request. */
  call(init: StreamedInit): Promise<AnyOutcome>;
}

/**
 * An item of `text/event-stream` as OpenAPI 3.2 describes them ("Special Considerations for `text/event-stream`
 * Content"): `data` is the text that came, also where it is JSON. `retry` is for connections and not given.
 */
export interface EventItem {
  /** @default message */
  readonly event: string;
  readonly data: string;
  /** The last id that the stream gave, with this event or before it. */
  readonly id?: string;
}

/** The server answered something other than the declared stream. */
export class StreamFailed extends Error {
  override readonly name = 'StreamFailed';
  /** What the call gave: compare `status`, read `error`. */
  readonly outcome: AnyOutcome;

  constructor({ name, mediaType }: StreamedOperation, outcome: AnyOutcome) {
    const { status, mediaType: given = 'no media type' } = outcome;
    super(
      outcome.response.ok
        ? `${name} answers ${status} with ${given}, where ${mediaType} is declared as its stream.`
        : `${name} answers ${status} to the request for a stream; \`outcome.error\` tells why.`,
    );
    this.outcome = outcome;
  }
}

/**
 * Reads an answer item by item, as its description declares: server-sent events, JSON values one a line, or a JSON
 * sequence. The request is sent when the first item is asked for; leaving the loop closes the connection.
 */
export async function* streamItems(operation: StreamedOperation): AsyncGenerator<unknown, undefined> {
  const { init } = operation;
  init.signal?.throwIfAborted();
  const body = await bodyOf(operation);
  if (!body) return;
  for await (const item of itemsOf(operation, body)) {
    init.signal?.throwIfAborted();
    yield item;
  }
}

async function bodyOf(operation: StreamedOperation): Promise<ReadableStream<Uint8Array> | undefined> {
  const { init, mediaType } = operation;
  const headers = flattenHeaders([{ accept: mediaType }, init.headers]);
  const outcome = await operation.call({ ...init, headers, parseAs: 'stream' });
  if (outcome.status === 0) throw outcome.error;
  if (!outcome.response.ok) throw new StreamFailed(operation, outcome);
  const { data } = outcome;
  if (!(data instanceof ReadableStream)) return undefined;
  if (outcome.mediaType === mediaType) return data;
  await data.cancel();
  throw new StreamFailed(operation, outcome);
}

function itemsOf(
  { mediaType, parseJson }: StreamedOperation,
  body: ReadableStream<Uint8Array>,
): AsyncIterable<unknown> {
  if (mediaType === 'text/event-stream') return eventItems(body);
  return mediaType.endsWith('json-seq') ? readJsonSequence(body, parseJson) : readJsonLines(body, parseJson);
}

async function* eventItems(body: ReadableStream<Uint8Array>): AsyncGenerator<EventItem, undefined> {
  for await (const { event, data, lastEventId } of readEvents(body)) {
    yield { event, data, ...(lastEventId && { id: lastEventId }) };
  }
}
