import {
  authorizedFetch,
  type Credential,
  clientCredentials,
  createClient,
  multipartBodySerializer,
  retryingFetch,
  styledParameters,
  TokenRequestFailed,
  TransportFailure,
} from '@plumbline/runtime/client';
import { describe, expect, test } from 'vitest';
import type { OperationFacts } from '../../src/client/operation-facts.ts';
import { echo, serve } from './support/http-server.ts';
import { TestClock } from './support/test-clock.ts';

interface Echoed {
  readonly url: string;
  readonly headers: [string, string][];
  readonly body: string;
}
type Untyped = {
  request(
    method: string,
    path: string,
    init?: object,
  ): Promise<{ data?: unknown; error?: unknown; status: number; response: Response }>;
};
const clientOf = (options: object) => createClient<object>(options) as unknown as Untyped; // takes anything

/** What a server gets of a call to an operation with these facts. */
async function asked(
  facts: OperationFacts,
  init: object,
  options: object = {},
  path = '/t',
): Promise<Echoed> {
  const method = 'body' in init ? 'POST' : 'GET';
  const baseUrl = await serve(echo);
  const operations = { [`${method} ${path}`]: facts };
  const client = clientOf({ baseUrl, facts: { operations }, styles: styledParameters, ...options });
  return (await client.request(method, path, init)).data as Echoed; // as `echo` answers
}

const header = ({ headers }: Echoed, name: string) => headers.find(([key]) => key === name)?.[1];

describe('parameters are written as the description declares', () => {
  const object = { R: 100, G: 'a b' };
  test.each<[style: string, facts: NonNullable<OperationFacts['parameters']>, params: object, url: string]>([
    ['form object', { query: { c: { style: 'form' } } }, { query: { c: object } }, '/t?R=100&G=a%20b'],
    [
      'form object, not exploded',
      { query: { c: { explode: false } } },
      { query: { c: object } },
      '/t?c=R,100,G,a%20b',
    ],
    [
      'form list, not exploded',
      { query: { c: { explode: false } } },
      { query: { c: [1, 'a,b'] } },
      '/t?c=1,a%2Cb',
    ],
    ['spaces', { query: { c: { style: 'spaceDelimited' } } }, { query: { c: [1, 2] } }, '/t?c=1%202'],
    ['pipes', { query: { c: { style: 'pipeDelimited' } } }, { query: { c: [1, 2] } }, '/t?c=1|2'],
    [
      'deepObject',
      { query: { c: { style: 'deepObject' } } },
      { query: { c: object } },
      '/t?c[R]=100&c[G]=a%20b',
    ],
    [
      'reserved characters',
      { query: { c: { allowReserved: true } } },
      { query: { c: 'a/b:c?d&e#f' } },
      '/t?c=a/b:c?d%26e%23f',
    ],
    [
      'JSON',
      { query: { c: { content: 'application/json' } } },
      { query: { c: { a: [1] } } },
      '/t?c=%7B%22a%22%3A%5B1%5D%7D',
    ],
    [
      'JSON that is written already',
      { query: { c: { content: 'application/json' } } },
      { query: { c: '{"a":1}' } },
      '/t?c=%7B%22a%22%3A1%7D',
    ],
    [
      'only what has facts',
      { query: { c: { explode: false } } },
      { query: { c: [1, 2], d: [1, 2] } },
      '/t?d=1&d=2&c=1,2',
    ],
    ['nothing for an empty list', { query: { c: { explode: false } } }, { query: { c: [] } }, '/t'],
  ])('%s', async (_, parameters, params, url) => {
    expect((await asked({ parameters }, { params })).url).toBe(url);
  });

  test('labels and matrices in the path', async () => {
    const parameters = { path: { a: { style: 'label' }, b: { style: 'matrix', explode: true } } } as const;
    const params = { path: { a: [1, 2], b: { c: '$&' }, d: 'e' } };
    expect((await asked({ parameters }, { params }, {}, '/t/{a}/{b}/{d}')).url).toBe('/t/.1,2/;c=%24%26/e');
  });

  test('headers and cookies', async () => {
    const parameters = {
      header: { 'x-object': { explode: true } },
      cookie: { session: {}, ids: { explode: false } },
    };
    const params = {
      header: { 'x-object': { a: 1, b: 'c d' }, 'x-plain': 'p' },
      cookie: { session: 'a b', ids: [1, 2] },
    };
    const got = await asked({ parameters }, { params });
    expect(header(got, 'x-object')).toBe('a=1,b=c d');
    expect(header(got, 'x-plain')).toBe('p');
    expect(header(got, 'cookie')).toBe('session=a%20b; ids=1,2');
  });

  test('but for a call with a serializer of its own', async () => {
    const parameters = { query: { c: { explode: false } } };
    const init = { params: { query: { c: [1, 2] } }, querySerializer: () => 'own=1' };
    expect((await asked({ parameters }, init)).url).toBe('/t?own=1');
  });
});

describe('bodies and answers have the declared media types', () => {
  test('fields', async () => {
    const got = await asked({ body: 'application/x-www-form-urlencoded' }, { body: { a: 'b c' } });
    expect([got.body, header(got, 'content-type')]).toEqual(['a=b+c', 'application/x-www-form-urlencoded']);
  });

  test('parts', async () => {
    const body = { name: 'n', tags: ['a', 'b'], size: 3, file: new Blob(['content']) };
    const got = await asked(
      { body: 'multipart/form-data' },
      { body },
      { bodySerializer: multipartBodySerializer },
    );
    expect(header(got, 'content-type')).toMatch(/^multipart\/form-data; boundary=/);
    expect(got.body.match(/; name="(\w+)"/g)).toEqual(
      ['name', 'tags', 'tags', 'size', 'file'].map((name) => `; name="${name}"`),
    );
  });

  test('another kind of JSON', async () => {
    const got = await asked({ body: 'application/merge-patch+json' }, { body: { a: 1 } });
    expect([got.body, header(got, 'content-type')]).toEqual(['{"a":1}', 'application/merge-patch+json']);
  });

  test('bytes, unless the caller names another', async () => {
    const body = new Uint8Array([97]);
    expect(header(await asked({ body: 'image/png' }, { body }), 'content-type')).toBe('image/png');
    expect(header(await asked({ body: 'image/*' }, { body }), 'content-type')).toBeUndefined();
    const init = { body, headers: { 'content-type': 'image/gif' } };
    expect(header(await asked({ body: 'image/png' }, init), 'content-type')).toBe('image/gif');
  });

  test('what is asked for', async () => {
    const accepted: unknown[] = [];
    const fetch = async (request: Request) => {
      accepted.push(request.headers.get('accept'));
      return Response.json({});
    };
    const facts = { operations: { 'GET /t': { accept: 'text/csv' } } };
    const client = clientOf({ baseUrl: 'http://api.test', fetch, facts });
    await client.request('get', '/t');
    await client.request('get', '/t', { headers: { accept: 'text/plain' } });
    await client.request('get', '/other');
    expect(accepted).toEqual(['text/csv', 'text/plain', null]);
  });
});

describe('credentials', () => {
  const schemes = {
    token: { kind: 'bearer' },
    key: { kind: 'apiKey', in: 'header', name: 'x-key' },
    login: { kind: 'basic' },
    certificate: { kind: 'other' },
  } as const;
  const sent = async (security: OperationFacts['security'], credentials: Record<string, Credential>) => {
    const got = await asked(
      { ...(security && { security }) },
      {},
      { fetch: authorizedFetch({ schemes, credentials }) },
    );
    return [header(got, 'authorization'), header(got, 'x-key')];
  };

  test.each<
    [
      name: string,
      security: OperationFacts['security'],
      credentials: Record<string, Credential>,
      want: unknown[],
    ]
  >([
    ['none for a public operation', undefined, { token: 't' }, [undefined, undefined]],
    [
      'the first alternative that is there',
      [{ login: [] }, { key: [] }, { token: [] }],
      { token: 't', key: 'k' },
      [undefined, 'k'],
    ],
    ['all of an alternative', [{ token: [], key: [] }], { token: 't', key: 'k' }, ['Bearer t', 'k']],
    ['none where a part is missing', [{ token: [], key: [] }], { key: 'k' }, [undefined, undefined]],
    ['an optional one that is there', [{}, { token: [] }], { token: () => 't' }, ['Bearer t', undefined]],
    [
      'nothing for what no client can write',
      [{ certificate: [] }],
      { certificate: 'c' },
      [undefined, undefined],
    ],
  ])('%s', async (_, security, credentials, want) => {
    expect(await sent(security, credentials)).toEqual(want);
  });

  test('a token server that gives none is told', async () => {
    const tokenUrl = await serve((_, response) => response.writeHead(400).end('{}'));
    const token = clientCredentials({ tokenUrl, clientId: 'me', clientSecret: 'hunter2' });
    const client = clientOf({
      baseUrl: 'http://api.test',
      fetch: authorizedFetch({ credentials: { token } }),
    });
    const error = await client.request('get', '/t').then(undefined, (thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TokenRequestFailed);
    expect(String(error)).toContain(`${tokenUrl} answered 400`);
    expect(String(error)).not.toContain('hunter2');
  });

  test('id and secret go in the body where that is asked for, and a redirect gets neither', async () => {
    const bodies: string[] = [];
    const tokenUrl = await serve((_, response) => response.writeHead(307, { location: '/elsewhere' }).end());
    const fetch = async (request: Request) => {
      bodies.push(await request.clone().text());
      return globalThis.fetch(request);
    };
    const source = clientCredentials({
      tokenUrl,
      clientId: 'a b',
      clientSecret: 's',
      sendIn: 'body',
      scopes: ['x', 'y'],
      fetch,
    });
    await expect(source.current()).rejects.toThrow(TypeError);
    expect(bodies).toEqual(['grant_type=client_credentials&scope=x+y&client_id=a+b&client_secret=s']);
  });
});

describe('a retrying fetch', () => {
  test('works alone, for whoever calls fetch', async () => {
    let count = 0;
    const url = await serve((_, response) => response.writeHead(++count === 1 ? 503 : 200).end('text'));
    const response = await retryingFetch({ clock: new TestClock() })(url, { method: 'PUT', body: 'text' });
    expect([response.status, count]).toEqual([200, 2]);
  });

  test('waits at random below a bound that doubles', async () => {
    const clock = new TestClock();
    const fetch = async () => new Response(null, { status: 503 });
    for (const chance of [0, 0.5, 0.999]) {
      clock.chance = chance;
      await retryingFetch({ clock, fetch, attempts: 4, backoffMs: 100, maxBackoffMs: 300 })(
        'http://api.test',
      );
    }
    expect(clock.sleeps.map(Math.round)).toEqual([0, 0, 0, 50, 100, 150, 100, 200, 300]);
  });

  test('lets a body take longer than its limit', async () => {
    const clock = new TestClock();
    const headers = Promise.withResolvers<void>();
    const url = await serve(async (_, response) => {
      response.write('first ');
      await headers.promise;
      response.end('second');
    });
    const response = await retryingFetch({ clock, timeoutMs: 100 })(url);
    clock.advance(1_000);
    headers.resolve();
    expect(await response.text()).toBe('first second');
  });

  test('limits a fetch that does not listen to signals', async () => {
    const clock = new TestClock();
    const fetch = () => {
      clock.advance(200);
      return new Promise<Response>(() => undefined);
    };
    const call = retryingFetch({ clock, fetch, attempts: 1, timeoutMs: 100 })('http://api.test');
    await expect(call).rejects.toThrow('no answer in 100 ms');
  });

  test('sends what its hook returns, and throws what its hook throws', async () => {
    const seen: unknown[] = [];
    const fetch = async (request: Request) => {
      seen.push(request.url);
      return new Response(null, { status: 503 });
    };
    const clock = new TestClock();
    const beforeAttempt = (_: Request, { attempt }: { attempt: number }) => {
      if (attempt === 3) throw new Error('no signature');
      return new Request(`http://api.test/${attempt}`);
    };
    const call = retryingFetch({ clock, fetch, attempts: 5, beforeAttempt })('http://api.test/');
    await expect(call).rejects.toThrow('no signature');
    expect(seen).toEqual(['http://api.test/1', 'http://api.test/2']);
  });
});

describe('failures as values', () => {
  const failing = (error: unknown) =>
    clientOf({ baseUrl: 'http://api.test', errors: 'value', fetch: () => Promise.reject(error) });

  test.each([
    [new TypeError('fetch failed'), 'network'],
    [new DOMException('late', 'TimeoutError'), 'timeout'],
    [new DOMException('given up', 'AbortError'), 'abort'],
  ])('%s', async (thrown, kind) => {
    const { error, status, response } = await failing(thrown).request('get', '/t');
    expect(error).toBeInstanceOf(TransportFailure);
    expect(error).toMatchObject({ kind, cause: thrown });
    expect([status, response.type]).toEqual([0, 'error']);
  });

  test('a body that is not JSON', async () => {
    const fetch = async () => new Response('<html>', { headers: { 'content-type': 'application/json' } });
    const client = clientOf({ baseUrl: 'http://api.test', errors: 'value', fetch });
    expect((await client.request('get', '/t')).error).toMatchObject({ kind: 'body' });
  });

  test('but not what middlewares throw, nor a call that cannot be written', async () => {
    const client = failing(new Error('never sent'));
    const onRequest = () => {
      throw new RangeError('a mistake');
    };
    await expect(client.request('get', '/t', { middleware: [{ onRequest }] })).rejects.toThrow(RangeError);
    await expect(client.request('get', '/t', { baseUrl: 'no address' })).rejects.toThrow(TypeError);
  });
});
