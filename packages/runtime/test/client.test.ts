import createDefaultClient, {
  createClient,
  createPathBasedClient,
  isProblem,
  type Middleware,
  type Problem,
} from '@plumbline/runtime/client';
import { describe, expect, expectTypeOf, test } from 'vitest';

/** As openapi-typescript writes it. */
interface paths {
  '/things/{id}': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: { verbose?: boolean }; header?: never; path: { id: string }; cookie?: never };
      requestBody?: never;
      responses: {
        200: { headers: object; content: { 'application/json': { id: string } } };
        404: { headers: object; content: { 'application/problem+json': ThingProblem } };
        418: { headers: object; content: { 'application/json': { message: string } } };
      };
    };
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
interface ThingProblem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  balance: number;
}

function answering(status: number, body: unknown, contentType: string, statusText = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return createClient<paths>({
    baseUrl: 'http://api.test',
    fetch: async () => new Response(text, { status, statusText, headers: { 'content-type': contentType } }),
  });
}

const PARAMS = { params: { path: { id: '1' } } };
const PROBLEM = { type: 'https://errors.test/empty', title: 'Empty', status: 404, balance: 7 };

test('calls as openapi-fetch does', async () => {
  const urls: string[] = [];
  const client = createDefaultClient<paths>({
    baseUrl: 'http://api.test/',
    fetch: async (request) => {
      urls.push(`${request.method} ${request.url}`);
      return Response.json({ id: '1' });
    },
  });
  const middleware: Middleware = {
    onRequest: ({ schemaPath }) => {
      urls.push(schemaPath);
      return undefined;
    },
  };
  client.use(middleware);
  const { data, error, response } = await client.GET('/things/{id}', {
    params: { path: { id: 'a b' }, query: { verbose: true } },
  });
  client.eject(middleware);
  expectTypeOf(data).toEqualTypeOf<{ id: string } | undefined>();
  expect({ data, error, status: response.status }).toEqual({
    data: { id: '1' },
    error: undefined,
    status: 200,
  });
  await client.request('get', '/things/{id}', PARAMS);
  expect(urls).toEqual([
    '/things/{id}',
    'GET http://api.test/things/a%20b?verbose=true',
    'GET http://api.test/things/1',
  ]);
});

describe('a problem', () => {
  test('is a typed error with what the API adds', async () => {
    const { data, error } = await answering(404, PROBLEM, 'application/problem+json; charset=utf-8').GET(
      '/things/{id}',
      PARAMS,
    );
    expect(data).toBeUndefined();
    if (!isProblem(error)) throw new Error('expected a problem');
    expectTypeOf(error.status).toEqualTypeOf<number>();
    expectTypeOf(error.balance).toEqualTypeOf<number>();
    expectTypeOf(error.detail).toEqualTypeOf<string | undefined>();
    expect(error).toEqual(PROBLEM);
  });

  test('gets the members that have a default', async () => {
    const { error } = await answering(404, { detail: 'gone' }, 'application/problem+json', 'Not Found').GET(
      '/things/{id}',
      PARAMS,
    );
    expect(isProblem(error)).toBe(true);
    expect(error).toEqual({ type: 'about:blank', title: 'Not Found', status: 404, detail: 'gone' });
  });

  test('comes from calls by path as well', async () => {
    const client = createPathBasedClient<paths>({
      baseUrl: 'http://api.test',
      fetch: async () =>
        new Response('{}', { status: 404, headers: { 'content-type': 'application/problem+json' } }),
    });
    const { error } = await client['/things/{id}'].GET(PARAMS);
    expect(isProblem(error)).toBe(true);
  });

  test('is known in a catch', () => {
    const caught: unknown = PROBLEM;
    if (!isProblem(caught)) throw new Error('expected a problem');
    expectTypeOf(caught).toEqualTypeOf<Problem>();
    expect(caught.status).toBe(404);
  });
});

test.each([
  {
    status: 418,
    body: { message: 'short and stout' },
    type: 'application/json',
    error: { message: 'short and stout' },
  },
  { status: 502, body: '<html>', type: 'text/html', error: '<html>' },
  { status: 404, body: 'not JSON', type: 'application/problem+json', error: 'not JSON' },
  { status: 500, body: '', type: 'text/plain', error: '' },
])('another error stays as it is: $status $type', async ({ status, body, type, error }) => {
  const result = await answering(status, body, type).GET('/things/{id}', PARAMS);
  expect(result.error).toEqual(error);
  expect(isProblem(result.error)).toBe(false);
});

test('a broken connection still throws', async () => {
  const client = createClient<paths>({
    baseUrl: 'http://api.test',
    fetch: () => Promise.reject(new TypeError('fetch failed')),
  });
  await expect(client.GET('/things/{id}', PARAMS)).rejects.toThrow('fetch failed');
});

test('wrong calls do not compile', () => {
  const client = answering(200, {}, 'application/json');
  const never = () => {
    // @ts-expect-error no such path
    client.GET('/nothing');
    // @ts-expect-error the path parameter is missing
    client.GET('/things/{id}');
    // @ts-expect-error no such method
    client.POST('/things/{id}', PARAMS);
  };
  expect(never).toBeTypeOf('function');
});
