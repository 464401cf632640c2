import type { RequestListener, ServerResponse } from 'node:http';
import {
  createTypedClient,
  type EventItem,
  type OptionalCall,
  StreamFailed,
  type Success,
  streamItems,
  type TypedClient,
} from '@plumbline/runtime/client';
import { describe, expect, test } from 'vitest';
import { bodyOf, serve } from './support/http-server.ts';

type StreamCall = OptionalCall<object, Success<200, unknown>, never>;

interface Types {
  readonly calls: {
    GET: { '/events': StreamCall; '/rows': StreamCall };
    POST: { '/search': OptionalCall<{ body?: object }, Success<200, unknown>, never> };
    PUT: object;
    DELETE: object;
    OPTIONS: object;
    HEAD: object;
    PATCH: object;
    TRACE: object;
    QUERY: object;
  };
  readonly pages: object;
  readonly streams: { GET: { '/events': EventItem; '/rows': number }; POST: { '/search': number } };
}

const facts = {
  operations: {
    'GET /events': { stream: 'text/event-stream', accept: 'application/json, text/event-stream' },
    'GET /rows': { stream: 'application/jsonl' },
    'POST /search': { stream: 'application/json-seq' },
  },
};

function clientOf(answer: (request: Request) => Response, more: object = {}): TypedClient<Types> {
  const options = { baseUrl: 'http://api.test', facts, streaming: streamItems, ...more };
  return createTypedClient<Types, object>({ ...options, fetch: async (request) => answer(request) });
}

const as = (mediaType: string, body: string | ReadableStream): Response =>
  new Response(body, { headers: { 'content-type': `${mediaType}; charset=utf-8` } });

async function all<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}

test('events come with their names and ids, and are what is asked for where there is JSON too', async () => {
  const accepted: (string | null)[] = [];
  const client = clientOf(({ headers }) => {
    accepted.push(headers.get('accept'));
    return as('text/event-stream', 'data: 1\n\nevent: up\nid: 7\ndata: {"n":2}\n\n');
  });
  expect(await all(client.stream('/events'))).toEqual([
    { event: 'message', data: '1' },
    { event: 'up', data: '{"n":2}', id: '7' },
  ]);
  expect(accepted).toEqual(['text/event-stream']);
});

test('the headers of the call are sent, and one that is null takes that of the client away', async () => {
  const sent: (string | null)[] = [];
  const client = clientOf(
    ({ headers }) => {
      sent.push(headers.get('authorization'), headers.get('x-trace'));
      return as('application/jsonl', '');
    },
    { headers: { authorization: 'Bearer secret' } },
  );
  await all(client.stream('/rows', { headers: { authorization: null, 'x-trace': 'a' } }));
  await all(client.stream('/rows', { headers: new Headers({ 'x-trace': 'b' }) }));
  expect(sent).toEqual([null, 'a', 'Bearer secret', 'b']);
});

test('JSON values come one by one, read as the client reads JSON', async () => {
  const rows = clientOf(() => as('application/jsonl', '1\n2\n'), {
    parseJson: (text: string) => Number(text) * 10,
  });
  expect(await all(rows.stream('/rows'))).toEqual([10, 20]);
  const found = clientOf(() => as('application/json-seq', '\u001e1\n\u001e2\n'));
  expect(await all(found.stream('POST', '/search', { body: {} }))).toEqual([1, 2]);
});

test('an answer without a body has no items', async () => {
  const client = clientOf(() => new Response(null, { status: 204 }));
  expect(await all(client.stream('/rows'))).toEqual([]);
});

test('a refusal is thrown with what the server declares of it', async () => {
  const client = clientOf(() => Response.json({ title: 'Gone' }, { status: 404 }));
  const failure = await all(client.stream('/rows')).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StreamFailed);
  expect(failure).toMatchObject({
    message: 'GET /rows answers 404 to the request for a stream; `outcome.error` tells why.',
    outcome: { status: 404, error: { title: 'Gone' } },
  });
});

test('an answer of another media type is thrown, and its body closed', async () => {
  let isClosed = false;
  const cancel = () => {
    isClosed = true;
  };
  const client = clientOf(() => as('text/html', new ReadableStream({ cancel })));
  await expect(all(client.stream('/rows'))).rejects.toThrow(
    'GET /rows answers 200 with text/html, where application/jsonl is declared as its stream.',
  );
  expect(isClosed).toBe(true);
});

test('a failed transport is thrown, also where the client gives it as a result', async () => {
  const refuse = () => {
    throw new TypeError('no network');
  };
  const client = clientOf(refuse, { errors: 'value' });
  await expect(all(client.stream('/rows'))).rejects.toMatchObject({ kind: 'network' });
});

test('nothing is sent before the first item is asked for, or after the call was aborted', async () => {
  let sent = 0;
  const client = clientOf(() => {
    sent++;
    return as('application/jsonl', '1\n');
  });
  client.stream('/rows');
  await expect(all(client.stream('/rows', { signal: AbortSignal.abort() }))).rejects.toThrow('aborted');
  expect(sent).toBe(0);
});

test('aborting and leaving the loop both end the stream and close the connection', async () => {
  let closed = 0;
  const client = clientOf(() =>
    as(
      'application/jsonl',
      new ReadableStream({
        pull: (controller) => controller.enqueue(new TextEncoder().encode('1\n')),
        cancel: () => {
          closed++;
        },
      }),
    ),
  );
  const controller = new AbortController();
  const untilAborted = async () => {
    for await (const _ of client.stream('/rows', { signal: controller.signal })) controller.abort();
  };
  await expect(untilAborted()).rejects.toThrow('aborted');
  for await (const _ of client.stream('/rows')) break;
  expect(closed).toBe(2);
});

test('an operation whose stream the facts do not know is refused with what to do', () => {
  const client = clientOf(() => as('application/jsonl', ''), { facts: { operations: {} } });
  expect(() => client.stream('/rows')).toThrow(
    /^The description declares no stream of GET \/rows: call it with/,
  );
});

describe('over HTTP', () => {
  /** Answers in pieces, each of which is on its way before the next is written. */
  async function write(
    response: ServerResponse,
    mediaType: string,
    pieces: readonly string[],
  ): Promise<void> {
    response.writeHead(200, { 'content-type': mediaType });
    for (const piece of pieces) await new Promise((done) => response.write(piece, () => setImmediate(done)));
    response.end();
  }

  async function httpClient(listener: RequestListener): Promise<TypedClient<Types>> {
    return createTypedClient<Types, object>({
      baseUrl: await serve(listener),
      facts,
      streaming: streamItems,
    });
  }

  test('server-sent events come in pieces and are whole', async () => {
    const pieces = [
      'da',
      'ta: {"n":',
      '1}\r',
      '\n\r\n: still there\n\nevent: up\nid: 7\n',
      'data: ü\n\ndata: no end',
    ];
    const client = await httpClient((request, response) => {
      expect(request.headers.accept).toBe('text/event-stream');
      write(response, 'text/event-stream; charset=utf-8', pieces);
    });
    expect(await all(client.stream('/events'))).toEqual([
      { event: 'message', data: '{"n":1}' },
      { event: 'up', data: 'ü', id: '7' },
    ]);
  });

  test('JSON lines come in pieces and are whole', async () => {
    const client = await httpClient((_, response) =>
      write(response, 'application/jsonl', ['1', '2\n3', '\n', '4']),
    );
    expect(await all(client.stream('/rows'))).toEqual([12, 3, 4]);
  });

  test('a JSON sequence answers what was sent', async () => {
    const client = await httpClient(async (request, response) => {
      const asked = JSON.stringify(JSON.parse(await bodyOf(request)), null, 2);
      await write(response, 'application/json-seq', [
        '\u001e',
        asked.slice(0, 5),
        `${asked.slice(5)}\n`,
        '\u001e2\n',
      ]);
    });
    expect(await all(client.stream('POST', '/search', { body: { words: ['a', 'b'] } }))).toEqual([
      { words: ['a', 'b'] },
      2,
    ]);
  });

  test('the first item is there before the last is sent, and leaving closes the connection', async () => {
    const closed = Promise.withResolvers<void>();
    const client = await httpClient((_, response) => {
      response.on('close', closed.resolve);
      response.writeHead(200, { 'content-type': 'application/jsonl' }).write('1\n');
    });
    for await (const row of client.stream('/rows')) {
      expect(row).toBe(1);
      break;
    }
    await closed.promise;
  });

  test('a connection that breaks ends the loop with an error, after what came before', async () => {
    const client = await httpClient((_, response) => {
      response.writeHead(200, { 'content-type': 'application/jsonl' });
      response.write('1\n2', () => setImmediate(() => response.destroy()));
    });
    const seen: unknown[] = [];
    const reading = async () => {
      for await (const row of client.stream('/rows')) seen.push(row);
    };
    await expect(reading()).rejects.toThrow(/terminated|closed/);
    expect(seen).toEqual([1]);
  });
});
