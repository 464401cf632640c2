import type { PagePlace } from '../paging/pager.ts';
import type { Api, BarePath, Init, Part } from '../types/calls.ts';

/** What an operation gives on success; `null` where it gives nothing. */
export type DataOf<Call> = SuccessData<Part<Call, 'result'>>;

type SuccessData<Result> = Result extends { data: infer Data; error?: never }
  ? Data extends undefined
    ? null
    : Data
  : never;

/** Method, path, and what else tells this query from others of the same path. Begins alike for all of a path. */
export type QueryKey = readonly [method: string, path: PropertyKey, asked?: unknown];

interface QueryContext {
  readonly signal: AbortSignal;
}

/** Options for `useQuery`, `useSuspenseQuery`, `prefetchQuery` and their like. */
export interface QueryOptions<Data> {
  readonly queryKey: QueryKey;
  readonly queryFn: (context: QueryContext) => Promise<Data>;
}

/** One page as the cache keeps it: plain data. */
export interface QueriedPage<Item> {
  readonly items: readonly Item[];
  readonly total: number | undefined;
  readonly following: PagePlace | undefined;
}

/** Options for `useInfiniteQuery` and its like. */
export interface InfiniteQueryOptions<Item> {
  readonly queryKey: QueryKey;
  readonly queryFn: (
    context: QueryContext & { readonly pageParam: PagePlace | undefined },
  ) => Promise<QueriedPage<Item>>;
  readonly initialPageParam: PagePlace | undefined;
  readonly getNextPageParam: (last: QueriedPage<Item>) => PagePlace | undefined;
}

/** Options for `useMutation`; `mutate` takes what the call takes. */
export interface MutationOptions<Variables, Data> {
  readonly mutationKey: QueryKey;
  readonly mutationFn: (variables: Variables) => Promise<Data>;
}

type CallsOf<Types extends Api, Name extends string> = Types['calls'][Name & keyof Types['calls']];
type PagesOf<Types extends Api, Name extends string> = Types['pages'][Name & keyof Types['pages']];
type PagedCall<Types extends Api, Path> = CallsOf<Types, 'GET'>[Path & keyof CallsOf<Types, 'GET'>];

/** Options of TanStack Query (version 5) for the operations of a client. */
export interface Queries<Types extends Api> {
  /** Of a GET. */
  readonly queryOptions: {
    <Path extends keyof CallsOf<Types, 'GET'>>(
      path: Path,
      init: Init<CallsOf<Types, 'GET'>[Path]>,
    ): QueryOptions<DataOf<CallsOf<Types, 'GET'>[Path]>>;
    <Path extends keyof CallsOf<Types, 'GET'>>(
      path: BarePath<CallsOf<Types, 'GET'>[Path], Path>,
    ): QueryOptions<DataOf<CallsOf<Types, 'GET'>[Path]>>;
  };
  /** Of a list whose paging the description declares. Each page has `items`, and `total` where the answer tells. */
  readonly infiniteQueryOptions: {
    <Path extends keyof PagesOf<Types, 'GET'>>(
      path: Path,
      init: Init<PagedCall<Types, Path>>,
    ): InfiniteQueryOptions<PagesOf<Types, 'GET'>[Path]>;
    <Path extends keyof PagesOf<Types, 'GET'>>(
      path: BarePath<PagedCall<Types, Path>, Path>,
    ): InfiniteQueryOptions<PagesOf<Types, 'GET'>[Path]>;
  };
  /** Of any other method: `useMutation(queries.mutationOptions('POST', '/websites'))`. */
  mutationOptions<Name extends keyof Types['calls'] & string, Path extends keyof CallsOf<Types, Name>>(
    method: Name,
    path: Path,
  ): MutationOptions<Init<CallsOf<Types, Name>[Path]>, DataOf<CallsOf<Types, Name>[Path]>>;
  /** The beginning of the keys of all queries of a path, to invalidate them. */
  queryKey(path: keyof CallsOf<Types, 'GET'>): QueryKey;
}
