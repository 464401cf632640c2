import { readLines } from './read-lines.ts';

/** One event of a stream (WHATWG HTML, "Server-sent events"). */
export interface StreamedEvent {
  /** @default message */
  readonly event: string;
  readonly data: string;
  /** The last id that the stream gave, with this event or before it. */
  readonly lastEventId: string;
}

export interface EventStreamOptions {
  /** Called with milliseconds when the server says how long to wait before a new connection. */
  readonly onRetry?: (delay: number) => void;
  /** Called with every id, also of events without data, which are not given. */
  readonly onId?: (id: string) => void;
}

/**
 * Reads server-sent events as they come, as `text/event-stream` is defined: line ends of all three kinds, comments,
 * events of several lines. Events without data are left out.
 *
 *     const { data } = await client.GET('/events', { parseAs: 'stream' });
 *     for await (const { data: text } of readEvents(data)) console.log(JSON.parse(text));
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
  options: EventStreamOptions = {},
): AsyncGenerator<StreamedEvent, undefined> {
  let event = '';
  let data: string[] = [];
  let lastEventId = '';
  for await (const line of readLines(stream, { keepsRest: false })) {
    if (line === '') {
      if (data.length > 0) yield { event: event || 'message', data: data.join('\n'), lastEventId };
      event = '';
      data = [];
      continue;
    }
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id' && !value.includes('\0')) {
      lastEventId = value;
      options.onId?.(value);
    } else if (field === 'retry' && /^\d+$/.test(value)) options.onRetry?.(Number(value));
  }
}
