import type { PagePlace, Pager } from '../paging/pager.ts';
import type { Api, Given } from '../types/calls.ts';
import type { CheckedClient } from '../types/checked-client.ts';
import type { AnyOutcome } from '../types/outcome.ts';
import type { TypedClient } from '../types/typed-client.ts';
import { dataOf } from './call-failed.ts';
import type {
  InfiniteQueryOptions,
  MutationOptions,
  Queries,
  QueryKey,
  QueryOptions,
} from './query-types.ts';

interface CallInit {
  readonly params?: unknown;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** A client as the helpers call it. */
interface Caller {
  request(method: string, path: string, init: CallInit): Promise<AnyOutcome>;
  paginate(path: string, init: CallInit): Pager<unknown>;
}

/**
 * Options of TanStack Query for the operations of a generated client, typed by it:
 *
 *     const queries = createQueries(client);
 *     useQuery(queries.queryOptions('/websites/{id}', { params: { path: { id } } }));
 *     useInfiniteQuery(queries.infiniteQueryOptions('/websites'));
 *     useMutation(queries.mutationOptions('POST', '/websites'));
 *
 * Queries pass their `signal` on, and throw `CallFailed` for what is no success. Needs nothing of TanStack Query: the
 * options are plain objects, for its adapters of every framework.
 */
export function createQueries<Types extends Api, Gives extends Given>(
  client: TypedClient<Types, Gives>,
): Queries<Types>;
export function createQueries<Types extends Api, Schemes, Gives extends Given>(
  client: CheckedClient<Types, Schemes, Gives>,
): Queries<Types>;
export function createQueries(client: object): unknown {
  // Safe: the types say which calls there are, and what they take.
  const caller = client as Caller;
  return {
    queryOptions: (path: string, init?: CallInit) => queryOptions(caller, path, init),
    infiniteQueryOptions: (path: string, init?: CallInit) => infiniteQueryOptions(caller, path, init),
    mutationOptions: (method: string, path: string) => mutationOptions(caller, method, path),
    queryKey: (path: string) => ['GET', path],
  };
}

/** What is asked for; how it is sent (headers, signals) makes no other query. */
const keyOf = (path: string, { params, body }: CallInit = {}): QueryKey => {
  const isBare = params === undefined && body === undefined;
  return isBare ? ['GET', path] : ['GET', path, { params: toKey(params), body: toKey(body) }];
};

/** TanStack Query writes keys as JSON, which knows no bigint. */
function toKey(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return value.map(toKey);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, toKey(member)]));
}

const queryOptions = (caller: Caller, path: string, init?: CallInit): QueryOptions<unknown> => ({
  queryKey: keyOf(path, init),
  queryFn: async ({ signal }) =>
    dataOf(`GET ${path}`, await caller.request('GET', path, { ...init, signal })),
});

function infiniteQueryOptions(caller: Caller, path: string, init?: CallInit): InfiniteQueryOptions<unknown> {
  return {
    // Not the key of the same list as a plain query, whose data has another shape.
    queryKey: ['GET', path, { params: init?.params, body: init?.body, pages: true }],
    queryFn: async ({ pageParam, signal }: { pageParam: PagePlace | undefined; signal: AbortSignal }) => {
      const { items, total, following } = await caller.paginate(path, { ...init, signal }).page(pageParam);
      return { items, total, following };
    },
    initialPageParam: undefined,
    getNextPageParam: ({ following }) => following,
  };
}

const mutationOptions = (
  caller: Caller,
  method: string,
  path: string,
): MutationOptions<CallInit | undefined, unknown> => ({
  mutationKey: [method, path],
  mutationFn: async (init) => dataOf(`${method} ${path}`, await caller.request(method, path, { ...init })),
});
