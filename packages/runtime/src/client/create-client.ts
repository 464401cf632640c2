import createFetchClient, {
  type Client,
  type ClientOptions,
  type PathBasedClient,
  wrapAsPathBasedClient,
} from 'openapi-fetch';
import { completeProblem } from './problem.ts';

type MediaType = `${string}/${string}`;
type Call = (...args: unknown[]) => Promise<{ error?: unknown; response: Response }>;

/**
 * A client for the types that are generated from a description, with the calls of openapi-fetch:
 *
 *     const client = createClient<paths>({ baseUrl: 'https://api.example.com' });
 *     const { data, error } = await client.GET('/websites/{id}', { params: { path: { id } } });
 *
 * An answer with `application/problem+json` gives an `error` that `isProblem` knows; every other
 * error is what openapi-fetch makes of it.
 */
// The constraint is that of openapi-fetch: interfaces have no index signature.
export function createClient<Paths extends {}, Media extends MediaType = MediaType>(
  options?: ClientOptions,
): Client<Paths, Media> {
  const client = createFetchClient<Paths, Media>(options);
  // Safe: everything but `use` and `eject` is a call and resolves to a result.
  const calls = client as unknown as Record<string, Call>;
  for (const [name, call] of Object.entries(calls)) {
    if (name === 'use' || name === 'eject') continue;
    calls[name] = async (...args) => {
      const result = await call(...args);
      if (result.error !== undefined) result.error = completeProblem(result.error, result.response);
      return result;
    };
  }
  return client;
}

/** The same client with calls by path: `client['/websites/{id}'].GET({ params })`. */
export function createPathBasedClient<Paths extends {}, Media extends MediaType = MediaType>(
  options?: ClientOptions,
): PathBasedClient<Paths, Media> {
  return wrapAsPathBasedClient(createClient<Paths, Media>(options));
}
