import { STATUS_CODES } from 'node:http';
import type { ExchangeRecord, RecordedBody, RecordedMessage } from './exchange-record.ts';

/**
 * The exchanges as an HTTP Archive 1.2 (http://www.softwareishard.com/blog/har-12-spec/), for browsers and other tools
 * to open. Lost exchanges have the status 0, as browsers write them.
 */
export function toHar(
  records: readonly ExchangeRecord[],
  creator: { name: string; version: string },
): object {
  return { log: { version: '1.2', creator, entries: records.map(toEntry) } };
}

function toEntry(record: ExchangeRecord): object {
  const { at, durationMs, method, url, request, response, operation, violations, trouble } = record;
  return {
    startedDateTime: at,
    time: durationMs,
    request: {
      method,
      url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(request.headers),
      queryString: pairs([...new URL(url).searchParams]),
      ...(request.body ? { postData: toPostData(request, request.body) } : {}),
      headersSize: -1,
      bodySize: request.body?.bytes ?? 0,
    },
    response: {
      status: response?.status ?? 0,
      statusText: response ? (STATUS_CODES[response.status] ?? '') : '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(response?.headers ?? []),
      content: toContent(response),
      redirectURL: headerOf(response, 'location') ?? '',
      headersSize: -1,
      bodySize: response?.body?.bytes ?? 0,
    },
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    // Members that begin with `_` are for whoever writes the archive (section "Custom Fields").
    ...(operation === undefined ? {} : { _operation: operation }),
    ...(violations.length === 0 ? {} : { _violations: violations }),
    ...(trouble.length === 0 ? {} : { _trouble: trouble }),
  };
}

function toPostData(request: RecordedMessage, { text, encoding, isCut }: RecordedBody): object {
  const comment = [encoding, ...(isCut ? ['cut'] : [])].filter((part) => part !== undefined).join(', ');
  return {
    mimeType: headerOf(request, 'content-type') ?? '',
    params: [],
    text,
    ...(comment === '' ? {} : { comment }),
  };
}

function toContent(response: RecordedMessage | undefined): object {
  const mimeType = headerOf(response, 'content-type') ?? '';
  const body = response?.body;
  if (!body) return { size: 0, mimeType };
  const { text, encoding, bytes, isCut } = body;
  return {
    size: bytes,
    mimeType,
    text,
    ...(encoding === undefined ? {} : { encoding }),
    ...(isCut ? { comment: 'cut' } : {}),
  };
}

function headerOf(message: RecordedMessage | undefined, name: string): string | undefined {
  return message?.headers.find(([known]) => known === name)?.[1];
}

const pairs = (entries: readonly (readonly [string, string])[]): object[] =>
  entries.map(([name, value]) => ({ name, value }));
