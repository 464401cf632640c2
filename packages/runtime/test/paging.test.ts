import {
  createTypedClient,
  type Features,
  ForeignPage,
  type OptionalCall,
  PageFailed,
  type PaginationFacts,
  PagingGoesRound,
  paginate,
  type Success,
  type TypedClient,
} from '@plumbline/runtime/client';
import { describe, expect, test } from 'vitest';

interface Types {
  readonly calls: {
    GET: {
      '/things': OptionalCall<
        { params?: { query?: Record<string, unknown> } },
        Success<200, number[]>,
        never
      >;
    };
    POST: { '/search': OptionalCall<{ body?: object }, Success<200, number[]>, never> };
    PUT: object;
    DELETE: object;
    OPTIONS: object;
    HEAD: object;
    PATCH: object;
    TRACE: object;
    QUERY: object;
  };
  readonly pages: { GET: { '/things': number }; POST: { '/search': number } };
  readonly streams: object;
}

/** What was asked of a server, and a client of it. */
interface Asked {
  readonly client: TypedClient<Types>;
  readonly urls: string[];
}

const base = 'http://api.test';

function clientOf(
  facts: PaginationFacts,
  answer: (url: URL, body: unknown) => Response,
  options: { errors?: 'value' } = {},
): Asked {
  const urls: string[] = [];
  const features: Features = { paging: paginate };
  const client = createTypedClient<Types, object>({
    ...features,
    ...options,
    baseUrl: base,
    facts: { operations: { 'GET /things': { pagination: facts }, 'POST /search': { pagination: facts } } },
    fetch: async (request) => {
      urls.push(request.url.slice(base.length));
      return answer(new URL(request.url), request.body ? await request.json() : undefined);
    },
  });
  return { client, urls };
}

async function all<Item>(source: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}
const json = (body: unknown, headers: Record<string, string> = {}) => Response.json(body, { headers });

describe('a list is read to its end', () => {
  const byCursor = { type: 'cursor', cursor: 'cursor', items: '', next: 'X-Next' } as const;

  test('by a cursor in a header', async () => {
    const { client, urls } = clientOf(byCursor, ({ searchParams }) =>
      searchParams.has('cursor') ? json([3]) : json([1, 2], { 'X-Next': 'a b' }),
    );
    expect(await all(client.paginate('/things', { params: { query: { limit: 2 } } }))).toEqual([1, 2, 3]);
    expect(urls).toEqual(['/things?limit=2', '/things?limit=2&cursor=a%20b']);
  });

  test('by a cursor in the body, asked for in the body', async () => {
    const facts = { type: 'cursor', cursor: '/page/after', items: '/data', next: '/next' } as const;
    const bodies: unknown[] = [];
    const { client } = clientOf(facts, (_, body) => {
      bodies.push(body);
      return bodies.length === 1 ? json({ data: [1], next: 'n' }) : json({ data: [2], next: null });
    });
    expect(await all(client.paginate('POST', '/search', { body: { text: 'x' } }))).toEqual([1, 2]);
    expect(bodies).toEqual([{ text: 'x' }, { text: 'x', page: { after: 'n' } }]);
  });

  test('until the answer says that there is no more, also where it has a cursor', async () => {
    const facts = { ...byCursor, hasMore: 'X-More' };
    const { client, urls } = clientOf(facts, () => json([1], { 'X-Next': 'n', 'X-More': 'false' }));
    expect(await all(client.paginate('/things'))).toEqual([1]);
    expect(urls).toHaveLength(1);
  });

  test('by numbers of pages, from the first or the one that was asked for, to an empty page', async () => {
    const { client, urls } = clientOf({ type: 'page', page: 'page', items: '' }, ({ searchParams }) =>
      json(Number(searchParams.get('page') ?? 1) < 3 ? [Number(searchParams.get('page') ?? 1)] : []),
    );
    expect(await all(client.paginate('/things'))).toEqual([1, 2]);
    expect(await all(client.paginate('/things', { params: { query: { page: 2 } } }))).toEqual([2]);
    expect(urls).toEqual(['/things', '/things?page=2', '/things?page=3', '/things?page=2', '/things?page=3']);
  });

  test('by numbers that begin with 0, where the description says so', async () => {
    const facts = { type: 'page', page: 'page', firstPage: 0, items: '/data', total: '/total' } as const;
    const { client, urls } = clientOf(facts, ({ searchParams }) =>
      json({ data: [Number(searchParams.get('page') ?? 0)], total: 2 }),
    );
    expect(await all(client.paginate('/things'))).toEqual([0, 1]);
    expect(urls).toEqual(['/things', '/things?page=1']);
  });

  test('by offsets, as many as there were items', async () => {
    const facts = { type: 'offset', offset: 'skip', items: '', total: 'X-Total' } as const;
    const { client, urls } = clientOf(facts, ({ searchParams }) =>
      json([1, 2, 3].slice(Number(searchParams.get('skip') ?? 0)).slice(0, 2), { 'X-Total': '3' }),
    );
    expect(await all(client.paginate('/things'))).toEqual([1, 2, 3]);
    expect(urls).toEqual(['/things', '/things?skip=2']);
  });

  test('by links, relative ones and those among others', async () => {
    const { client, urls } = clientOf({ type: 'link', items: '', next: 'Link' }, ({ searchParams }) =>
      searchParams.has('p')
        ? json([2])
        : json([1], {
            Link: '<http://other.test/a,b>; rel="first", </things?p=2>; title="a, b"; rel="last next"',
          }),
    );
    expect(await all(client.paginate('/things', { params: { query: { limit: 1 } } }))).toEqual([1, 2]);
    expect(urls).toEqual(['/things?limit=1', '/things?p=2']);
  });

  test('in one page, where there are no others', async () => {
    const { client, urls } = clientOf({ type: 'single', items: '/data' }, () => json({ data: [1, 2] }));
    expect(await all(client.paginate('/things'))).toEqual([1, 2]);
    expect(urls).toHaveLength(1);
  });
});

describe('pages', () => {
  const facts = { type: 'cursor', cursor: 'cursor', items: '', next: 'X-Next', total: 'X-Total' } as const;
  const twoPages = ({ searchParams }: URL) =>
    searchParams.has('cursor')
      ? json([3], { 'X-Total': '3' })
      : json([1, 2], { 'X-Next': 'n', 'X-Total': '3' });

  test('tell the total and where the next one begins, which can be asked for later', async () => {
    const { client } = clientOf(facts, twoPages);
    const pages = await all(client.paginate('/things').pages());
    expect(pages.map(({ items, total, following }) => ({ items, total, following }))).toEqual([
      { items: [1, 2], total: 3, following: { next: 'n', read: 2 } },
      { items: [3], total: 3, following: undefined },
    ]);
    const later = await client.paginate('/things').page(pages[0]?.following);
    expect(later.items).toEqual([3]);
  });

  test('are asked for when they are needed, anew for each loop', async () => {
    const { client, urls } = clientOf(facts, twoPages);
    const pager = client.paginate('/things');
    expect(urls).toHaveLength(0);
    for await (const item of pager) if (item === 2) break;
    expect(urls).toHaveLength(1);
    expect(await all(pager)).toEqual([1, 2, 3]);
    expect(urls).toHaveLength(3);
  });

  test('stop when the signal of the call is aborted, between two items too', async () => {
    const { client } = clientOf(facts, twoPages);
    const controller = new AbortController();
    const seen: number[] = [];
    const reading = async () => {
      for await (const item of client.paginate('/things', { signal: controller.signal })) {
        seen.push(item);
        controller.abort(new Error('enough'));
      }
    };
    await expect(reading()).rejects.toThrow('enough');
    expect(seen).toEqual([1]);
  });
});

describe('a server that does not page as declared', () => {
  const cursor = { type: 'cursor', cursor: 'cursor', items: '', next: 'X-Next' } as const;

  test.each([
    ['the same cursor', cursor, (n: number) => json([n], { 'X-Next': 'n' })],
    ['the same page', { type: 'page', page: 'page', items: '' } as const, () => json([1, 2])],
    [
      'the same link',
      { type: 'link', items: '', next: 'Link' } as const,
      (n: number) => json([n], { Link: '</x>; rel=next' }),
    ],
  ])('is told for %s, instead of asked for ever', async (_, facts, answer) => {
    let asked = 0;
    const { client } = clientOf(facts, () => answer(asked++));
    await expect(all(client.paginate('/things'))).rejects.toThrow(PagingGoesRound);
    expect(asked).toBeLessThan(4);
  });

  test.each([
    'http://elsewhere.test/things?p=2',
    '//elsewhere.test/',
    'http://api.test:81/',
    'file:///etc/passwd',
    'http://[',
  ])('gets no credentials sent to %s', async (link) => {
    const { client, urls } = clientOf({ type: 'link', items: '', next: '/next' }, () => json({ next: link }));
    await expect(all(client.paginate('/things'))).rejects.toThrow(ForeignPage);
    expect(urls).toHaveLength(1);
  });

  test('gives the outcome of the page that failed', async () => {
    const problem = { type: 'about:blank', title: 'Bad cursor', status: 400 };
    const { client } = clientOf(cursor, ({ searchParams }) =>
      searchParams.has('cursor')
        ? Response.json(problem, { status: 400, headers: { 'content-type': 'application/problem+json' } })
        : json([1], { 'X-Next': 'n' }),
    );
    const failed = await all(client.paginate('/things')).catch((error: unknown) => error);
    if (!(failed instanceof PageFailed)) throw failed;
    expect(failed.message).toContain('GET /things answers 400');
    expect(failed.outcome).toMatchObject({ status: 400, error: problem });
  });

  test('throws what kept it from answering, also where failures are values', async () => {
    const broken = () => {
      throw new TypeError('fetch failed');
    };
    const { client } = clientOf(cursor, broken, { errors: 'value' });
    await expect(all(client.paginate('/things'))).rejects.toMatchObject({
      name: 'TransportFailure',
      kind: 'network',
    });
  });
});

test('an operation without declared paging is told what to do', () => {
  const client = createTypedClient<Types, object>({ baseUrl: base, paging: paginate });
  expect(() => client.paginate('/things')).toThrow('The description declares no paging of GET /things');
});
