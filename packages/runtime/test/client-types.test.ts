import createClient, {
  type Client,
  type ClientPathsWithMethod,
  createPathBasedClient,
  type FetchResponse,
  type MethodResponse,
  type Middleware,
} from '@plumbline/runtime/client';
import { expect, expectTypeOf, test } from 'vitest';

/** As openapi-typescript writes it, with `--immutable` for the lists. */
interface paths {
  '/things': {
    parameters: { query?: never; header?: never; path?: never; cookie?: never };
    get: {
      parameters: { query?: { q?: string }; header?: never; path?: never; cookie?: never };
      requestBody?: never;
      responses: {
        200: {
          headers: object;
          content: { 'application/json': { readonly tags: readonly string[]; readonly made: Date } };
        };
        404: { headers: object; content: { 'application/json': { title: string } } };
        500: { headers: object; content: { 'application/json': { trace: string } } };
      };
    };
    post: {
      parameters: { query?: never; header?: never; path?: never; cookie?: never };
      requestBody: {
        content: { 'application/json': { name: string; parent?: null; readonly tags?: readonly string[] } };
      };
      responses: {
        201: { headers: object; content: { 'application/json': Shape } };
        204: { headers: object; content?: never };
      };
    };
    put?: never;
  };
  '/things/{id}': {
    parameters: object;
    get: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { 'application/json': { shape: { parts: Shape[] } } } };
        default: { content: { 'application/json': { code: number } } };
      };
    };
    patch: {
      parameters: { path: { id: string } };
      requestBody?: { content: { 'application/json': { size: number } } };
      responses: { 200: { content: { 'application/json': Shape } } };
    };
  };
}
type Shape =
  | { '@type': 'circle'; inner: { radius: number } }
  | { '@type': 'square'; inner: { side: number } };

const id = { params: { path: { id: '1' } } };

/** Compiled, never called: programs of openapi-fetch, as its users write them. */
async function programs(client: Client<paths>): Promise<void> {
  const { data, error, response } = await client.GET('/things', { params: { query: { q: 'a' } } });
  if (error) {
    ('title' in error ? error.title : error.trace).toUpperCase();
    return;
  }
  response.ok satisfies boolean;
  // Lists and dates stay what they are, read only or not.
  expectTypeOf(data.tags).toEqualTypeOf<readonly string[]>();
  data.tags.map((tag) => tag.length);
  expectTypeOf(data.made).toEqualTypeOf<Date>();

  // Unions stay unions that their members tell apart, however deep.
  const thing = await client.GET('/things/{id}', {
    ...id,
    headers: { a: null },
    next: { revalidate: 3 },
    cache: 'no-store',
  });
  const [part] = thing.data?.shape.parts ?? [];
  if (part?.['@type'] === 'circle') part.inner.radius.toFixed();
  if (thing.error) thing.error.code.toFixed();

  await client.POST('/things', { body: { name: 'a', parent: null, tags: ['b'] as const } });
  await client.PATCH('/things/{id}', id);
  await client.PATCH('/things/{id}', {
    ...id,
    body: { size: 1 },
    bodySerializer: (body) => {
      const form = new FormData();
      form.append('size', String(body?.size));
      return form;
    },
  });
  const stream = await client.GET('/things', { parseAs: 'stream', signal: AbortSignal.timeout(1) });
  stream.data?.getReader();
  await client.request('get', '/things', {});
  const byPath = createPathBasedClient<paths>();
  (await byPath['/things'].GET()).data?.tags.join();

  // @ts-expect-error the path parameter is missing
  await client.GET('/things/{id}');
  // @ts-expect-error the body has no name
  await client.POST('/things', { body: {} });
  // @ts-expect-error no such method
  await client.DELETE('/things');
  // @ts-expect-error no such method, though it is named
  await client.PUT('/things');
}

/** Beyond openapi-fetch: the status tells which. */
async function statuses(client: Client<paths>): Promise<void> {
  const result = await client.GET('/things');
  if (result.status === 200) result.data.tags satisfies readonly string[];
  else if (result.status === 404) result.error.title.toUpperCase();
  else result.error.trace.toUpperCase();
}

const middleware: Middleware = {
  onRequest({ request, params, options }) {
    request.headers.set('x-id', String(params.path?.id ?? options.baseUrl));
    return request;
  },
  async onResponse({ response: { body, status } }) {
    return new Response(body, { status });
  },
};

test('programs of openapi-fetch compile, with lists, dates and unions as they are', () => {
  const client = createClient<paths>({
    fetch: globalThis.fetch,
    querySerializer: (query) => String(query.q),
  });
  client.use(middleware);
  client.eject(middleware);
  expectTypeOf<ClientPathsWithMethod<typeof client, 'post'>>().toEqualTypeOf<'/things'>();
  expectTypeOf<MethodResponse<typeof client, 'get', '/things/{id}'>>().toEqualTypeOf<{
    shape: { parts: Shape[] };
  }>();
  expectTypeOf<FetchResponse<paths['/things']['get']>['data']>().toEqualTypeOf<
    { readonly tags: readonly string[]; readonly made: Date } | undefined
  >();
  expect([programs, statuses].map((program) => typeof program)).toEqual(['function', 'function']);
});
