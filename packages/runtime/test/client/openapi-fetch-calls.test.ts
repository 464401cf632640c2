import createClient from '@plumbline/runtime/client';
import createOpenapiFetchClient, * as openapiFetch from 'openapi-fetch';
import { describe, expect, test } from 'vitest';
import * as ours from '../../src/client/index.ts';
import { echo, serve } from './support/http-server.ts';

type Init = Record<string, unknown>;
type Result = { data?: unknown; error?: unknown; response: Response };
interface UntypedClient {
  request(method: string, path: string, init?: Init): Promise<Result>;
  use(...middleware: unknown[]): void;
  eject(...middleware: unknown[]): void;
}
type Create = (options: Init) => UntypedClient;

// Safe: without the types of a description, both take anything.
const createOurs = createClient as unknown as Create;
const createTheirs = createOpenapiFetchClient as unknown as Create;

const outcome = async (work: Promise<Result>) =>
  work.then(
    ({ data, error, response }) => ({ data, error, status: response.status }),
    (error: Error) => ({ thrown: error.name }),
  );

/** What both clients make of the same call. */
async function both(options: Init, method: string, path: string, init?: Init) {
  return {
    our: await outcome(createOurs(options).request(method, path, init)),
    their: await outcome(createTheirs(options).request(method, path, init)),
  };
}

const path = (values: Init) => ({ params: { path: values } });
const query = (values: Init) => ({ params: { query: values } });

describe('a call asks the server what openapi-fetch asks', () => {
  test.each<[name: string, method: string, path: string, init?: Init, options?: Init]>([
    ['nothing but a path', 'get', '/things'],
    ['a path parameter', 'get', '/things/{id}', path({ id: 'a b/c?d' })],
    ['a number, a zero and a false', 'get', '/{a}/{b}/{c}', path({ a: 1, b: 0, c: false })],
    ['a missing path parameter', 'get', '/things/{id}', path({})],
    ['a list in the path', 'get', '/things/{ids}', path({ ids: [1, 'b c', 3] })],
    ['an exploded list in the path', 'get', '/things/{ids*}', path({ ids: [1, 2] })],
    ['an object in the path', 'get', '/things/{id}', path({ id: { a: 1, b: 'c d' } })],
    ['an exploded object in the path', 'get', '/things/{id*}', path({ id: { a: 1, b: 'c d' } })],
    ['labels', 'get', '/x{.a}{.b*}{.c}{.d*}', path({ a: 1, b: [1, 2], c: [1, 2], d: { e: 5 } })],
    ['matrices', 'get', '/x{;a}{;b*}{;c}{;d*}', path({ a: 1, b: [1, 2], c: { e: 5 }, d: { f: 6, g: 7 } })],
    ['dollar signs', 'get', '/things/{id}', path({ id: "$& $' $1" })],
    ['a query', 'get', '/things', query({ a: 'b c', d: 1, e: true, f: null, g: undefined, h: '' })],
    ['a list in the query', 'get', '/things', query({ ids: ['a', 'b&c'], none: [] })],
    ['an object in the query', 'get', '/things', query({ filter: { name: 'x y', size: 3 } })],
    ['JSON', 'post', '/things', { body: { a: 'ü', b: [1] } }],
    ['a text as JSON', 'post', '/things', { body: 'text' }],
    ['null as JSON', 'post', '/things', { body: null }],
    ['a form of parts', 'post', '/things', { body: toForm({ a: '1' }) }],
    [
      'fields',
      'post',
      '/t',
      { body: { a: '1 2' }, headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    ],
    ['a body of the own', 'post', '/t', { body: { a: 1 }, bodySerializer: (body: Init) => `a is ${body.a}` }],
    [
      'no body where the serializer gives none',
      'post',
      '/t',
      { body: { a: 1 }, bodySerializer: () => undefined },
    ],
    [
      'another media type',
      'post',
      '/t',
      { body: { a: 1 }, headers: { 'content-type': 'application/merge-patch+json' } },
    ],
    ['no media type', 'post', '/t', { body: { a: 1 }, headers: { 'Content-Type': null } }],
    ['a body of DELETE', 'delete', '/t', { body: { a: 1 } }],
    [
      'headers of all three kinds',
      'get',
      '/t',
      { headers: { A: '1', B: 2 }, params: { header: { B: 3, c: true } } },
      { headers: { a: 'x', d: 'y' } },
    ],
    [
      'headers taken back',
      'get',
      '/t',
      { headers: { a: null, b: undefined } },
      { headers: { a: '1', b: '2' } },
    ],
    ['headers with several values', 'get', '/t', { headers: { a: ['2', 3] } }, { headers: { a: '1' } }],
    ['Headers', 'get', '/t', { headers: new Headers({ a: '1' }) }, { headers: new Headers({ b: '2' }) }],
    [
      'styles of the query',
      'get',
      '/t',
      query({ a: [1, 2], b: { c: 1, d: 2 } }),
      {
        querySerializer: {
          array: { style: 'form', explode: false },
          object: { style: 'form', explode: true },
        },
      },
    ],
    [
      'pipes',
      'get',
      '/t',
      {
        ...query({ a: [1, 'b c'], b: { c: 1 } }),
        querySerializer: { array: { style: 'pipeDelimited', explode: false } },
      },
      { querySerializer: { object: { style: 'form', explode: false } } },
    ],
    [
      'spaces',
      'get',
      '/t',
      { ...query({ a: [1, 2] }), querySerializer: { array: { style: 'spaceDelimited', explode: false } } },
    ],
    [
      'reserved characters',
      'get',
      '/t',
      { ...query({ a: 'x/y:z', b: ['?', '@'] }), querySerializer: { allowReserved: true } },
    ],
    ['a query of the own', 'get', '/t', { ...query({ a: 1 }), querySerializer: () => '?own=1' }],
    [
      'the client’s query',
      'get',
      '/t',
      query({ a: 1 }),
      { querySerializer: (given: Init) => `count=${Object.keys(given).length}` },
    ],
    [
      'a path of the own',
      'get',
      '/t/{id}',
      {
        ...path({ id: 7 }),
        pathSerializer: (template: string, { id }: Init) => template.replace('{id}', `(${id})`),
      },
    ],
    ['cookies, which are left out', 'get', '/t', { params: { cookie: { a: '1' } } }],
  ])('%s', async (_, method, template, init, options) => {
    const baseUrl = await serve(echo);
    const { our, their } = await both({ baseUrl: `${baseUrl}/`, ...options }, method, template, init);
    expect(our).toEqual(their);
    expect(our).toMatchObject({ status: 200, data: { method: method.toUpperCase() } });
  });

  test('another base for one call', async () => {
    const baseUrl = await serve(echo);
    const { our, their } = await both({ baseUrl: 'http://nowhere.test' }, 'get', '/t', {
      baseUrl: `${baseUrl}/v2/`,
    });
    expect(our).toEqual(their);
    expect(our).toMatchObject({ data: { url: '/v2/t' } });
  });
});

function toForm(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
}

const answering =
  (body: string | null, init: ResponseInit): Transport =>
  async () =>
    new Response(body, init);
type Transport = () => Promise<Response>;
const json = { 'content-type': 'application/json' };

describe('an answer is read as openapi-fetch reads it', () => {
  test.each<[name: string, fetch: Transport, init?: Init]>([
    ['JSON', answering('{"a":1}', { headers: json })],
    ['JSON with its length', answering('{"a":1}', { headers: { ...json, 'content-length': '7' } })],
    ['JSON without a media type', answering('[1]', {})],
    ['nothing', answering(null, { status: 204 })],
    ['nothing of an error', answering('', { status: 500, headers: { 'content-length': '0' } })],
    ['an empty text', answering('', { status: 200, headers: json })],
    ['an error as JSON', answering('{"message":"no"}', { status: 400, headers: json })],
    ['an error as text', answering('no', { status: 400 })],
    ['broken JSON', answering('{', { headers: json })],
    ['text', answering('a', {}), { parseAs: 'text' }],
    ['bytes', answering('a', {}), { parseAs: 'arrayBuffer' }],
    ['a redirect', answering(null, { status: 304 })],
  ])('%s', async (_, fetch, init) => {
    const { our, their } = await both({ baseUrl: 'http://api.test', fetch }, 'get', '/t', init);
    expect(our).toEqual(their);
  });

  test('a stream', async () => {
    const client = createOurs({ baseUrl: 'http://api.test', fetch: answering('a', {}) });
    const { data } = await client.request('get', '/t', { parseAs: 'stream' });
    expect(data).toBeInstanceOf(ReadableStream);
  });
});

describe('middlewares run as those of openapi-fetch', () => {
  /** Calls through middlewares that write down what they are given. */
  async function trace(create: Create, failing: boolean) {
    const seen: unknown[] = [];
    const note = (name: string, more?: Init) => ({
      onRequest: ({ request, schemaPath, params, id, options }: Init & { request: Request; id: string }) => {
        seen.push([
          name,
          'request',
          request.url,
          schemaPath,
          params,
          id.length,
          Object.keys(options as Init).sort(),
        ]);
        return new Request(request, { headers: { [name]: '1' } });
      },
      onResponse: ({ response }: { response: Response }) => {
        seen.push([name, 'response', response.status]);
        return new Response(JSON.stringify(name), { status: response.status + 1, headers: json });
      },
      onError: ({ error }: { error: Error }) => {
        seen.push([name, 'error', error.message]);
        return new Error(`${error.message} ${name}`);
      },
      ...more,
    });
    const fetch = async (request: Request) => {
      seen.push([...request.headers]);
      if (failing) throw new Error('down');
      return new Response('{}', { status: 200, headers: json });
    };
    const client = create({ baseUrl: 'http://api.test', fetch });
    const ejected = note('ejected');
    client.use(note('first'), ejected, null, note('second', { onRequest: undefined }));
    client.eject(ejected);
    const call = client.request('get', '/t/{id}', { ...path({ id: 1 }), middleware: [note('third')] });
    return { result: await outcome(call), seen };
  }

  test.each([{ failing: false }, { failing: true }])('where fetch fails: $failing', async ({ failing }) => {
    const our = await trace(createOurs, failing);
    expect(our).toEqual(await trace(createTheirs, failing));
    expect(our.seen.length).toBeGreaterThan(5);
  });

  test.each<[name: string, middleware: Init]>([
    ['answers in place of the server', { onRequest: () => Response.json({ early: true }) }],
    ['answers in place of an error', { onError: () => Response.json({ late: true }) }],
    ['returns nonsense', { onRequest: () => 'nonsense' }],
    ['returns nonsense for an error', { onError: () => 'nonsense' }],
  ])('a middleware that %s', async (_, middleware) => {
    const fetch = () => Promise.reject(new Error('down'));
    const call = async (create: Create) => {
      const client = create({ baseUrl: 'http://api.test', fetch });
      client.use(middleware);
      const result = await outcome(client.request('get', '/t'));
      return 'thrown' in result ? 'thrown' : result;
    };
    expect(await call(createOurs)).toEqual(await call(createTheirs));
  });

  test('a middleware without callbacks is refused', () => {
    expect(() => createOurs({}).use({ onrequest: () => undefined })).toThrow(/onRequest/);
  });

  test('what a caller says beyond RequestInit can be read from the request', async () => {
    const seen: unknown[] = [];
    const client = createOurs({
      baseUrl: 'http://api.test',
      fetch: async (request: { next?: unknown; params?: unknown }) => {
        seen.push(request.next, request.params);
        return Response.json({});
      },
    });
    await client.request('get', '/t', { next: { revalidate: 60 }, params: {} });
    expect(seen).toEqual([{ revalidate: 60 }, undefined]);
  });
});

describe('the parts that openapi-fetch exports', () => {
  test('write parameters alike', () => {
    for (const style of ['simple', 'label', 'matrix', 'form'] as const) {
      for (const explode of [true, false]) {
        const options = { style, explode };
        expect(ours.serializeArrayParam('a', [1, 'b c'], options)).toBe(
          openapiFetch.serializeArrayParam('a', [1, 'b c'], options),
        );
        expect(ours.serializeObjectParam('a', { b: 1, c: 'd e' }, options)).toBe(
          openapiFetch.serializeObjectParam('a', { b: 1, c: 'd e' }, options),
        );
      }
    }
    expect(ours.serializePrimitiveParam('a', 'b c')).toBe('a=b%20c');
    expect(() => ours.serializeObjectParam('a', { b: {} }, { style: 'deepObject', explode: true })).toThrow(
      /a/,
    );
  });

  test('have the same names', () => {
    expect(Object.keys(ours)).toEqual(
      expect.arrayContaining(Object.keys(openapiFetch).filter((name) => name !== 'randomID')),
    );
  });

  test('merge headers alike', () => {
    const layers = [{ a: '1', b: ['2', '3'] }, undefined, { a: null, c: 4 }, new Headers({ d: '5' })];
    expect([...ours.mergeHeaders(...layers)]).toEqual([...openapiFetch.mergeHeaders(...layers)]);
  });
});

describe('what openapi-fetch cannot send is sent', () => {
  test.each<[name: string, body: unknown, type: string | undefined, text: string]>([
    ['bytes', new TextEncoder().encode('abc'), undefined, 'abc'],
    ['a file', new Blob(['abc'], { type: 'text/csv' }), 'text/csv', 'abc'],
    ['fields', new URLSearchParams({ a: 'b' }), 'application/x-www-form-urlencoded;charset=UTF-8', 'a=b'],
    ['a stream', new Blob(['abc']).stream(), undefined, 'abc'],
  ])('%s', async (_, body, type, text) => {
    const client = createOurs({ baseUrl: await serve(echo) });
    const { data } = await client.request('post', '/t', { body });
    const { headers, body: sent } = data as { headers: [string, string][]; body: string }; // as `echo` answers
    expect([sent, Object.fromEntries(headers)['content-type']]).toEqual([text, type]);
  });
});
