import type { AuthorizationOptions, Credential } from './auth/authorized-fetch.ts';
import { type CoreClient, createCoreClient } from './core/core-client.ts';
import type { CoreOptions } from './core/core-options.ts';
import type { Transport } from './core/operation-call.ts';
import { forwardByPath } from './core/path-based-client.ts';
import type { PaginationFacts } from './operation-facts.ts';
import type { PagedInit, PagedOperation } from './paging/paged-operation.ts';
import type { Pager } from './paging/pager.ts';
import type { StreamedInit, StreamedOperation } from './stream/stream-items.ts';
import type { Api, Given } from './types/calls.ts';
import type { CheckedClient } from './types/checked-client.ts';
import type { ClientOptions } from './types/options.ts';
import type { AnyOutcome } from './types/outcome.ts';
import type { PathBasedTypedClient, TypedClient } from './types/typed-client.ts';

/** Options of a generated client. */
export interface TypedClientOptions<Scheme extends string = string> extends ClientOptions {
  /**
   * Credentials by the name of their security scheme. The client then offers only the operations that need no others.
   * Retries above it repeat a request with the same token; put `authorizedFetch` below them for a fresh one each time.
   * @default none: whatever the operations need comes from `headers`, middleware or `fetch`
   */
  readonly auth?: Readonly<Partial<Record<Scheme, Credential>>>;
}

/** What a description needs of the runtime. Given apart, so that other clients do not carry it. */
export interface Features {
  /** Reads lists that the facts declare as paged: `paginate`. */
  readonly paging?: (operation: PagedOperation) => Pager<unknown>;
  /** Reads answers that the facts declare as streams: `streamItems`. */
  readonly streaming?: (operation: StreamedOperation) => AsyncGenerator<unknown, undefined>;
  /** Adds credentials to requests: `authorizedFetch`. */
  readonly authorization?: (options: AuthorizationOptions) => Transport;
  /** Makes the calls: `int64Core(…)` where integers of 64 bits are no numbers. @default as `createClient` */
  readonly core?: (options: CoreOptions) => Core;
}

interface Core extends CoreClient {
  itemParser?(operation: string): (text: string) => unknown;
}

/** The client that the options of a generated `createClient` ask for. */
export type ClientOf<Types extends Api, Options> = Options extends { readonly auth: infer Auth }
  ? CheckedClient<Types, Auth, GivenBy<Options>>
  : TypedClient<Types, GivenBy<Options>>;

type GivenBy<Options> = Options extends { readonly errors: 'value' } ? Given : 'result';

/** What a generated `createClient` calls: a client for the types and the facts of one description. */
export function createTypedClient<Types extends Api, Options>({
  paging,
  streaming,
  authorization,
  core: createCore = createCoreClient,
  auth,
  ...options
}: TypedClientOptions & Features): ClientOf<Types, Options> {
  const fetch = auth && authorization ? authorization(authorizationOf(options, auth)) : options.fetch;
  // Safe: the types only narrow what each call takes and gives.
  const core: Core = createCore({ ...options, ...(fetch && { fetch }) } as CoreOptions);
  const client = {
    ...core,
    ...(paging && { paginate: pageWith({ paging, options, request: core.request }) }),
    ...(streaming && { stream: streamWith({ ...core, streaming, options }) }),
  };
  return client as unknown as ClientOf<Types, Options>;
}

function authorizationOf(
  { facts, fetch }: ClientOptions,
  auth: NonNullable<TypedClientOptions['auth']>,
): AuthorizationOptions {
  const given = Object.entries(auth).filter((entry): entry is [string, Credential] => entry[1] !== undefined);
  return {
    credentials: Object.fromEntries(given),
    schemes: facts?.securitySchemes,
    ...(fetch && { fetch }),
  };
}

interface PagingParts {
  readonly paging: NonNullable<Features['paging']>;
  readonly options: ClientOptions;
  request(method: string, path: string, init: PagedInit): Promise<unknown>;
}

/** `(path, init)` for GET, `(method, path, init)` for any method. */
type NamedArguments = readonly [string, ...unknown[]];

function namedOperation<CallInit>(args: NamedArguments): readonly [string, string, CallInit?] {
  // Safe: the types say which arguments follow which.
  return (args[0].startsWith('/') ? ['GET', ...args] : args) as [string, string, CallInit?];
}

/** `paginate(path, init)` for GET, `paginate(method, path, init)` for any method. */
function pageWith({ paging, options, request }: PagingParts) {
  return (...args: NamedArguments): Pager<unknown> => {
    const [method, path, init = {}] = namedOperation<PagedInit>(args);
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

interface StreamingParts {
  readonly streaming: NonNullable<Features['streaming']>;
  readonly options: ClientOptions;
  request(method: string, path: string, init: StreamedInit): Promise<unknown>;
  itemParser?(operation: string): (text: string) => unknown;
}

function streamWith({ streaming, options, request, itemParser }: StreamingParts) {
  return (...args: NamedArguments): AsyncGenerator<unknown, undefined> => {
    const [method, path, init = {}] = namedOperation<StreamedInit>(args);
    const name = `${method.toUpperCase()} ${path}`;
    return streaming({
      name,
      mediaType: streamOf(options, name),
      init,
      parseJson: itemParser?.(name) ?? options.parseJson,
      // Safe: what every call resolves to.
      call: (given) => request(method, path, given) as Promise<AnyOutcome>,
    });
  };
}

function streamOf({ facts }: ClientOptions, name: string): string {
  const known = facts && Object.hasOwn(facts.operations, name) ? facts.operations[name]?.stream : undefined;
  if (known) return known;
  throw new TypeError(
    `The description declares no stream of ${name}: call it with \`parseAs: 'stream'\`, or declare a successful ` +
      'answer of `text/event-stream` or `application/jsonl`.',
  );
}

/** Calls by path on a generated client: `byPath(client)['/websites/{id}'].GET({ params })`. */
export function byPath<Types extends Api, Gives extends Given>(
  client: TypedClient<Types, Gives>,
): PathBasedTypedClient<Types, Gives> {
  // Safe: the types only narrow what each call takes and gives.
  return forwardByPath(
    client as unknown as Parameters<typeof forwardByPath>[0],
  ) as unknown as PathBasedTypedClient<Types, Gives>;
}
