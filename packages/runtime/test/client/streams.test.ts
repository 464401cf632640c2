import {
  createClient,
  downloadWithProgress,
  int64Json,
  type Progress,
  readEvents,
  readJsonLines,
  readJsonSequence,
  reconnectingEvents,
  retryingFetch,
  uploadWithProgress,
} from '@plumbline/runtime/client';
import { describe, expect, test } from 'vitest';
import { bodyOf, serve } from './support/http-server.ts';
import { TestClock } from './support/test-clock.ts';

/** A stream that comes in the given pieces. */
const inPieces = (...pieces: (string | Uint8Array)[]) =>
  ReadableStream.from(
    pieces.map((piece) => (typeof piece === 'string' ? new TextEncoder().encode(piece) : piece)),
  );

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('server-sent events', () => {
  test.each<[name: string, text: string, want: unknown[]]>([
    ['one event', 'data: a\n\n', [['message', 'a', '']]],
    ['several lines', 'data: a\ndata:b\ndata\n\n', [['message', 'a\nb\n', '']]],
    [
      'a type and an id',
      'event: x\nid: 7\ndata: a\n\ndata: b\n\n',
      [
        ['x', 'a', '7'],
        ['message', 'b', '7'],
      ],
    ],
    [
      'all three line ends',
      'data: a\r\n\r\ndata: b\r\rdata: c\n\n',
      [
        ['message', 'a', ''],
        ['message', 'b', ''],
        ['message', 'c', ''],
      ],
    ],
    ['comments and unknown fields', ': hello\nx: y\ndata: a\n\n', [['message', 'a', '']]],
    ['no event without data', 'event: x\n\ndata: a\n\n', [['message', 'a', '']]],
    ['no event without its end', 'data: a\n\ndata: b\n', [['message', 'a', '']]],
    ['one space after the colon only', 'data:  a\n\n', [['message', ' a', '']]],
    ['a colon in the data', 'data: a:b\n\n', [['message', 'a:b', '']]],
    ['a byte order mark', '\uFEFFdata: a\n\n', [['message', 'a', '']]],
    ['an id that is none', 'id: a\0b\ndata: a\n\n', [['message', 'a', '']]],
    ['empty data', 'data\n\n', [['message', '', '']]],
  ])('%s', async (_, text, want) => {
    const whole = new TextEncoder().encode(text);
    const bytes = Array.from(whole, (byte) => Uint8Array.of(byte));
    for (const pieces of [[whole], bytes]) {
      const events = await all(readEvents(inPieces(...pieces)));
      expect(events.map(({ event, data, lastEventId }) => [event, data, lastEventId])).toEqual(want);
    }
  });

  test('a letter that comes in two pieces is one letter', async () => {
    const bytes = new TextEncoder().encode('data: ü\n\n');
    const [{ data } = { data: '' }] = await all(readEvents(inPieces(bytes.slice(0, 7), bytes.slice(7))));
    expect(data).toBe('ü');
  });

  test('a new connection goes on after the last event, when the server says', async () => {
    const clock = new TestClock();
    const ids: unknown[] = [];
    const baseUrl = await serve((request, response) => {
      ids.push(request.headers['last-event-id']);
      if (ids.length === 3) return response.writeHead(204).end();
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return response.write(`retry: 250\nid: ${ids.length}\ndata: ${ids.length}\n\n`, () =>
        response.socket?.destroy(),
      );
    });
    const events = reconnectingEvents(async (headers) => (await fetch(baseUrl, { headers })).body, { clock });
    expect((await all(events)).map(({ data }) => data)).toEqual(['1', '2']);
    expect(ids).toEqual([undefined, '1', '2']);
    expect(clock.sleeps).toEqual([250, 250]);
  });

  test('a server that never answers is given up', async () => {
    const clock = new TestClock();
    let connections = 0;
    const events = reconnectingEvents(
      async () => {
        connections++;
        throw new TypeError('refused');
      },
      { clock, attempts: 3 },
    );
    await expect(all(events)).rejects.toThrow('refused');
    expect(connections).toBe(3);
  });

  test('giving up ends the wait for a new connection', async () => {
    const clock = new TestClock();
    const controller = new AbortController();
    clock.onSleep = () => controller.abort();
    const events = reconnectingEvents(async () => inPieces('data: a\n\n'), {
      clock,
      signal: controller.signal,
    });
    await expect(all(events)).rejects.toThrow(/abort/i);
  });

  test('leaving the loop closes the connection', async () => {
    const closed = Promise.withResolvers<void>();
    const baseUrl = await serve((_, response) => {
      response.on('close', closed.resolve);
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: a\n\n');
    });
    const client = createClient<object>({ baseUrl });
    // Safe: without the types of a description, a client takes any path.
    const { data } = await (client as unknown as Untyped).request('get', '/', { parseAs: 'stream' });
    for await (const { data: text } of readEvents(data as ReadableStream)) {
      expect(text).toBe('a');
      break;
    }
    await closed.promise;
  });
});

type Untyped = { request(method: string, path: string, init?: object): Promise<{ data?: unknown }> };

describe('JSON lines', () => {
  test.each<[name: string, pieces: string[], want: unknown[]]>([
    ['one a line', ['{"a":1}\n{"a":2}\n'], [{ a: 1 }, { a: 2 }]],
    ['in pieces', ['{"a"', ':1}\r', '\n{"a":2', '}'], [{ a: 1 }, { a: 2 }]],
    ['empty lines', ['\n1\n\n2\n'], [1, 2]],
  ])('%s', async (_, pieces, want) => {
    expect(await all(readJsonLines(inPieces(...pieces)))).toEqual(want);
  });

  test('a line that is no JSON ends the reading', async () => {
    await expect(all(readJsonLines(inPieces('1\n{\n2\n')))).rejects.toThrow(SyntaxError);
  });
});

describe('JSON sequences', () => {
  test.each<[name: string, text: string, want: unknown[]]>([
    ['one value after the other', '\x1e1\n\x1e"two"\n', [1, 'two']],
    ['values on several lines', '\x1e{\n  "a": [\n    1\n  ]\n}\n\x1e[\n]\n', [{ a: [1] }, []]],
    ['several values on one line', '\x1e1 \x1e2 \x1e{}', [1, 2, {}]],
    ['separators without a value', '\x1e\x1e\n\x1e1\n', [1]],
    ['a separator inside of a text', '\x1e"a\\u001eb"\n', ['a\x1eb']],
  ])('%s', async (_, text, want) => {
    const whole = new TextEncoder().encode(text);
    const bytes = Array.from(whole, (byte) => Uint8Array.of(byte));
    for (const pieces of [[whole], bytes])
      expect(await all(readJsonSequence(inPieces(...pieces)))).toEqual(want);
  });

  test.each(['\x1e1\n\x1e12', '\x1e1\n\x1etrue', '\x1e1\n\x1e{"a":', '\x1e1\n\x1e1\n2\n'])(
    'a value that is not whole ends the reading after those before it: %j',
    async (text) => {
      const read: unknown[] = [];
      const reading = async () => {
        for await (const value of readJsonSequence(inPieces(text))) read.push(value);
      };
      await expect(reading()).rejects.toThrow(SyntaxError);
      expect(read).toEqual([1]);
    },
  );
});

describe('progress', () => {
  test('of a download', async () => {
    const baseUrl = await serve((_, response) => {
      response.setHeader('content-length', '6');
      response.write('abc', () => setImmediate(() => response.end('def')));
    });
    const seen: Progress[] = [];
    const response = downloadWithProgress(await fetch(baseUrl), (progress) => seen.push(progress));
    expect(await response.text()).toBe('abcdef');
    expect(seen.at(-1)).toEqual({ loaded: 6, total: 6 });
  });

  test('of an upload, which is sent again from its start', async () => {
    const bodies: string[] = [];
    const baseUrl = await serve(async (request, response) => {
      bodies.push(await bodyOf(request));
      response.writeHead(bodies.length === 1 ? 503 : 204).end();
    });
    const seen: number[] = [];
    const clock = new TestClock();
    const client = createClient<object>({ baseUrl, fetch: retryingFetch({ clock }) }) as unknown as Untyped;
    await client.request('put', '/', {
      body: uploadWithProgress(new Blob(['content']), ({ loaded }) => seen.push(loaded)),
    });
    expect(bodies).toEqual(['content', 'content']);
    expect(seen).toEqual([7, 7]);
  });
});

describe('integers of 64 bits', () => {
  const text = '{"id":9007199254740993,"small":5,"ratio":0.5,"list":[9007199254740993],"big":1e30}';
  const answering = (body: string) => async () =>
    new Response(body, { headers: { 'content-type': 'application/json' } });
  const read = async (options: object) => {
    const client = createClient<object>({ baseUrl: 'http://api.test', fetch: answering(text), ...options });
    return (await (client as unknown as Untyped).request('get', '/')).data;
  };

  test('are numbers unless asked for', async () => {
    expect(await read({})).toMatchObject({ id: 9007199254740992, small: 5 });
  });

  test.each([
    ['bigint' as const, 9007199254740993n],
    ['string' as const, '9007199254740993'],
  ])('are read as %s where a number is too small', async (as, exact) => {
    expect(await read(int64Json(as))).toEqual({ id: exact, small: 5, ratio: 0.5, list: [exact], big: 1e30 });
  });

  test.each([
    ['[12345678901234567, 123456789012345678]', [12345678901234567n, 123456789012345678n]],
    ['[-12345678901234567,-1234567890123456]', [-12345678901234567n, -1234567890123456]],
    ['[0.1234567890123456789, 1234567890123456789.5]', [0.12345678901234568, 1234567890123456800]],
    [
      '[1e-1234567890123456, 1e+1234567890123456, 1234567890123456789e2]',
      [0, Infinity, 123456789012345680000],
    ],
    ['"12345678901234567"', '12345678901234567'],
    ['["\\"12345678901234567", "\\\\", 12345678901234567]', ['"12345678901234567', '\\', 12345678901234567n]],
    ['["\\u0000i5", "\\u0000t", 12345678901234567]', ['\0i5', '\0t', 12345678901234567n]],
    [
      '{"\\u0000i5" : 12345678901234567, "12345678901234567": 1}',
      { '\0i5': 12345678901234567n, '12345678901234567': 1 },
    ],
  ])('come of %s as they are', (json, want) => {
    expect(int64Json('bigint').parseJson(json)).toEqual(want);
  });

  test.each([
    '[012345678901234567]',
    '[12345678901234567',
    '["12345678901234567]',
    '[12345678901234567 1]',
    '-',
  ])('are not made of %s, which is no JSON', (text) =>
    expect(() => int64Json('bigint').parseJson(text)).toThrow(SyntaxError),
  );

  test('are written beside texts that look like them', () => {
    const value = { '\0i5': ['\0i5', '\0t', '"\0i5"', 5n, -12345678901234567n], none: undefined };
    const text = int64Json('bigint').bodySerializer(value);
    expect(text).toBe('{"\\u0000i5":["\\u0000i5","\\u0000t","\\"\\u0000i5\\"",5,-12345678901234567]}');
  });

  test('are written as they are', () => {
    const { bodySerializer } = int64Json('bigint');
    expect(bodySerializer({ id: 9007199254740993n, name: 'a' })).toBe('{"id":9007199254740993,"name":"a"}');
  });
});
