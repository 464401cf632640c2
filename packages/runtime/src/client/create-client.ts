import { createCoreClient } from './core/core-client.ts';
import type { CoreOptions } from './core/core-options.ts';
import { forwardByPath } from './core/path-based-client.ts';
import type { ClientOptions } from './types/options.ts';
import type { Client, MediaType, PathBasedClient } from './types/paths-client.ts';

/**
 * A client for the types that are generated from a description, with the calls of openapi-fetch:
 *
 *     const client = createClient<paths>({ baseUrl: 'https://api.example.com' });
 *     const { data, error } = await client.GET('/websites/{id}', { params: { path: { id } } });
 *
 * An answer with `application/problem+json` gives an `error` that `isProblem` knows; every other
 * error is JSON where it parses as such, and else text.
 */
// The constraint is that of openapi-fetch: interfaces have no index signature.
export function createClient<Paths extends {}, Media extends MediaType = MediaType>(
  options?: ClientOptions,
): Client<Paths, Media> {
  // Safe: the types only narrow what each call takes and gives.
  return createCoreClient(options as CoreOptions) as unknown as Client<Paths, Media>;
}

/** Calls by path on a client that there is already: `byPath['/websites/{id}'].GET({ params })`. */
export function wrapAsPathBasedClient<Paths extends {}, Media extends MediaType = MediaType>(
  client: Client<Paths, Media>,
): PathBasedClient<Paths, Media> {
  // Safe: the types only narrow what each call takes and gives.
  return forwardByPath(client as unknown as Parameters<typeof forwardByPath>[0]) as PathBasedClient<
    Paths,
    Media
  >;
}

/** The same client with calls by path: `client['/websites/{id}'].GET({ params })`. */
export function createPathBasedClient<Paths extends {}, Media extends MediaType = MediaType>(
  options?: ClientOptions,
): PathBasedClient<Paths, Media> {
  return wrapAsPathBasedClient(createClient<Paths, Media>(options));
}
