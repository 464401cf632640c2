import { createCoreClient } from './core/core-client.ts';
import type { CoreOptions } from './core/core-options.ts';
import { forwardByPath } from './core/path-based-client.ts';
import type { PaginationFacts } from './operation-facts.ts';
import type { PagedInit, PagedOperation } from './paging/paged-operation.ts';
import type { Pager } from './paging/pager.ts';
import type { Api, Given } from './types/calls.ts';
import type { ClientOptions } from './types/options.ts';
import type { AnyOutcome } from './types/outcome.ts';
import type { PathBasedTypedClient, TypedClient } from './types/typed-client.ts';

export interface TypedClientOptions extends ClientOptions {
  /** Reads lists that the facts declare as paged: `paginate`. Given apart, so that others do not carry it. */
  readonly paging?: (operation: PagedOperation) => Pager<unknown>;
}

/** What a generated `createClient` calls: a client for the types and the facts of one description. */
export function createTypedClient<Types extends Api, Gives extends Given = 'result'>({
  paging,
  ...options
}: TypedClientOptions): TypedClient<Types, Gives> {
  // Safe: the types only narrow what each call takes and gives.
  const core = createCoreClient(options as CoreOptions);
  const client = paging ? { ...core, paginate: pageWith({ paging, options, request: core.request }) } : core;
  return client as unknown as TypedClient<Types, Gives>;
}

interface PagingParts {
  readonly paging: NonNullable<TypedClientOptions['paging']>;
  readonly options: ClientOptions;
  request(method: string, path: string, init: PagedInit): Promise<unknown>;
}

/** `paginate(path, init)` for GET, `paginate(method, path, init)` for any method. */
function pageWith({ paging, options, request }: PagingParts) {
  return (...args: readonly [string, ...unknown[]]): Pager<unknown> => {
    const isOfGet = args[0].startsWith('/');
    // Safe: the types say which arguments follow which.
    const [method, path, init = {}] = (isOfGet ? ['GET', ...args] : args) as [string, string, PagedInit?];
    const name = `${method.toUpperCase()} ${path}`;
    return paging({
      name,
      facts: pagingOf(options, name),
      init,
      baseUrl: options.baseUrl ?? '',
      // Safe: what every call resolves to.
      call: (page) => request(method, path, page) as Promise<AnyOutcome>,
    });
  };
}

function pagingOf({ facts }: ClientOptions, name: string): PaginationFacts {
  const known =
    facts && Object.hasOwn(facts.operations, name) ? facts.operations[name]?.pagination : undefined;
  if (known) return known;
  throw new TypeError(
    `The description declares no paging of ${name}: call it, or add \`x-contract-pagination\`.`,
  );
}

/** Calls by path on a generated client: `byPath['/websites/{id}'].GET({ params })`. */
export function byPath<Types extends Api, Gives extends Given>(
  client: TypedClient<Types, Gives>,
): PathBasedTypedClient<Types, Gives> {
  // Safe: the types only narrow what each call takes and gives.
  return forwardByPath(
    client as unknown as Parameters<typeof forwardByPath>[0],
  ) as unknown as PathBasedTypedClient<Types, Gives>;
}
