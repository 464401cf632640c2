export { CallFailed } from './call-failed.ts';
export { createQueries } from './create-queries.ts';
export { type Optimistic, optimistic, type QueryStore } from './optimistic.ts';
export type {
  DataOf,
  InfiniteQueryOptions,
  MutationOptions,
  QueriedPage,
  Queries,
  QueryKey,
  QueryOptions,
} from './query-types.ts';
