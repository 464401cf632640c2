import type { QueryKey } from './query-types.ts';

/** What the helper needs of a `QueryClient`. */
export interface QueryStore {
  cancelQueries(filters: { queryKey: QueryKey }): Promise<void>;
  getQueryData(queryKey: QueryKey): unknown;
  setQueryData(queryKey: QueryKey, data: unknown): unknown;
  invalidateQueries(filters: { queryKey: QueryKey }): Promise<void>;
}

/** The callbacks of a mutation that shows its result before the server has answered. */
export interface Optimistic<Variables> {
  readonly onMutate: (variables: Variables) => Promise<{ readonly before: unknown }>;
  readonly onError: (
    error: unknown,
    variables: Variables,
    context: { readonly before: unknown } | undefined,
  ) => void;
  readonly onSettled: () => Promise<void>;
}

/**
 * Shows the result of a mutation at once, takes it back when the mutation fails, and asks the server again in the end:
 *
 *     const website = queries.queryOptions('/websites/{id}', { params });
 *     useMutation({
 *       ...queries.mutationOptions('PATCH', '/websites/{id}'),
 *       ...optimistic(queryClient, website, (before, { body }) => ({ ...before, ...body })),
 *     });
 *
 * Where the query has no data yet, nothing is shown before the answer.
 * @param change the data as it will be, made of the data as it is
 */
export function optimistic<Data, Variables>(
  store: QueryStore,
  query: { readonly queryKey: QueryKey; readonly queryFn: (context: never) => Promise<Data> },
  change: (before: Data, variables: Variables) => Data,
): Optimistic<Variables> {
  const { queryKey } = query;
  return {
    async onMutate(variables) {
      await store.cancelQueries({ queryKey });
      const before = store.getQueryData(queryKey);
      // Safe: under the key of a query is what its function gives.
      if (before !== undefined) store.setQueryData(queryKey, change(before as Data, variables));
      return { before };
    },
    onError(_error, _variables, context) {
      if (context?.before !== undefined) store.setQueryData(queryKey, context.before);
    },
    onSettled: () => store.invalidateQueries({ queryKey }),
  };
}
