import {
  createTypedClient,
  type Features,
  type OptionalCall,
  paginate,
  type RequiredCall,
  type Success,
} from '@plumbline/runtime/client';
import { CallFailed, createQueries, optimistic } from '@plumbline/runtime/client/react';
import {
  InfiniteQueryObserver,
  MutationObserver,
  QueryClient,
  QueryClientProvider,
  useQuery,
} from '@tanstack/react-query';
import { createElement } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, expectTypeOf, test } from 'vitest';

interface Thing {
  readonly id: string;
  readonly name: string;
}

interface Types {
  readonly calls: {
    GET: {
      '/things': OptionalCall<
        { params?: { query?: { after?: string; limit?: number } } },
        Success<200, Thing[]>,
        never
      >;
      '/things/{id}': RequiredCall<{ params: { path: { id: string } } }, Success<200, Thing>, never>;
    };
    PATCH: {
      '/things/{id}': RequiredCall<
        { params: { path: { id: string } }; body: { name: string } },
        Success<200, Thing>,
        never
      >;
    };
    DELETE: {
      '/things/{id}': RequiredCall<{ params: { path: { id: string } } }, Success<204, undefined>, never>;
    };
    PUT: object;
    POST: object;
    OPTIONS: object;
    HEAD: object;
    TRACE: object;
    QUERY: object;
  };
  readonly pages: { GET: { '/things': Thing } };
  readonly streams: object;
}

/** A small server of two things on two pages; what `refuses` is set to, it answers to every PATCH. */
function setUp() {
  const server = {
    names: new Map([
      ['1', 'one'],
      ['2', 'two'],
    ]),
    refuses: 0,
    asked: 0,
    onPatch: (): unknown => undefined,
  };
  const thing = (id: string) => ({ id, name: server.names.get(id) ?? '' });
  const features: Features = { paging: paginate };
  const client = createTypedClient<Types, object>({
    ...features,
    baseUrl: 'http://api.test',
    facts: {
      operations: {
        'GET /things': { pagination: { type: 'cursor', cursor: 'after', items: '', next: 'X-Next' } },
      },
    },
    fetch: async (request) => {
      server.asked++;
      const { pathname, searchParams } = new URL(request.url);
      const id = pathname.split('/')[2];
      if (id === undefined) {
        return searchParams.has('after')
          ? Response.json([thing('2')])
          : Response.json([thing('1')], { headers: { 'X-Next': 'n' } });
      }
      if (request.method === 'DELETE') return new Response(null, { status: 204 });
      if (request.method === 'PATCH') {
        server.onPatch();
        if (server.refuses > 0) return Response.json({ title: 'No' }, { status: server.refuses });
        const { name } = (await request.json()) as Thing; // what the test sends
        server.names.set(id, name);
      }
      return server.names.has(id) ? Response.json(thing(id)) : Response.json({}, { status: 404 });
    },
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  return { server, queries: createQueries(client), queryClient };
}

const first = { params: { path: { id: '1' } } };

test('a query is what the call gives, once for all who ask the same', async () => {
  const { server, queries, queryClient } = setUp();
  const options = queries.queryOptions('/things/{id}', first);
  const thing = await queryClient.fetchQuery({ ...options });
  expectTypeOf(thing).toEqualTypeOf<Thing>();
  expect(
    await queryClient.fetchQuery({
      ...queries.queryOptions('/things/{id}', { ...first, headers: { a: '1' } }),
    }),
  ).toEqual(thing);
  expect(server.asked).toBe(1);
  expect(thing).toEqual({ id: '1', name: 'one' });
  expect(options.queryKey.slice(0, 2)).toEqual(queries.queryKey('/things/{id}'));
});

test('a hook renders what is in the cache', async () => {
  const { queries, queryClient } = setUp();
  const options = queries.queryOptions('/things/{id}', first);
  await queryClient.prefetchQuery({ ...options });
  const Name = () => createElement('b', null, useQuery(options).data?.name);
  const page = createElement(QueryClientProvider, { client: queryClient }, createElement(Name));
  expect(renderToString(page)).toBe('<b>one</b>');
});

test('a query throws what is no success', async () => {
  const { queries, queryClient } = setUp();
  const options = queries.queryOptions('/things/{id}', { params: { path: { id: '9' } } });
  const failed = await queryClient.fetchQuery({ ...options }).catch((error: unknown) => error);
  if (!(failed instanceof CallFailed)) throw failed;
  expect(failed.outcome.status).toBe(404);
  expect(failed.message).toContain('GET /things/{id} answers 404');
});

test('an infinite query follows the declared paging', async () => {
  const { queries, queryClient } = setUp();
  const observer = new InfiniteQueryObserver(queryClient, queries.infiniteQueryOptions('/things'));
  await observer.refetch();
  expect(observer.getCurrentResult().hasNextPage).toBe(true);
  await observer.fetchNextPage();
  const { data, hasNextPage } = observer.getCurrentResult();
  expect(hasNextPage).toBe(false);
  expect(data?.pages.flatMap(({ items }) => items.map(({ name }) => name))).toEqual(['one', 'two']);
});

test('a mutation takes what the call takes; without a body its data is null', async () => {
  const { queries, queryClient } = setUp();
  const remove = new MutationObserver(queryClient, queries.mutationOptions('DELETE', '/things/{id}'));
  const result = await remove.mutate(first);
  expectTypeOf(result).toEqualTypeOf<null>();
  expect(result).toBeNull();
});

test.each([
  [0, 'new'],
  [409, 'two'],
])(
  'an optimistic mutation shows its result at once, and answered by %i, the truth',
  async (refuses, name) => {
    const { server, queries, queryClient } = setUp();
    server.refuses = refuses;
    const params = { path: { id: '2' } };
    const query = queries.queryOptions('/things/{id}', { params });
    await queryClient.fetchQuery({ ...query });
    const seen: unknown[] = [];
    const mutation = new MutationObserver(queryClient, {
      ...queries.mutationOptions('PATCH', '/things/{id}'),
      ...optimistic(queryClient, query, (before, { body }: { body: { name: string } }) => {
        seen.push(before.name);
        return { ...before, ...body };
      }),
    });
    const shown: unknown[] = [];
    server.onPatch = () => shown.push(queryClient.getQueryData<Thing>(query.queryKey)?.name);
    await mutation.mutate({ params, body: { name: 'new' } }).catch(() => undefined);
    expect(shown).toEqual(['new']);
    expect(queryClient.getQueryData<Thing>(query.queryKey)?.name).toBe(name);
    expect(seen).toEqual(['two']);
    expect(queryClient.getQueryState(query.queryKey)?.isInvalidated).toBe(true);
  },
);

test('wrong queries do not compile', () => {
  const { queries } = setUp();
  const never = () => {
    // @ts-expect-error the path parameter is missing
    queries.queryOptions('/things/{id}');
    // @ts-expect-error no declared paging
    queries.infiniteQueryOptions('/things/{id}', first);
    // @ts-expect-error no such method
    queries.mutationOptions('DELETE', '/things');
  };
  expect(never).toBeTypeOf('function');
});
