import createClient from 'openapi-fetch';
import type { Contestant } from '../case.ts';
import { cacheToken } from './token-cache.ts';

type Untyped = {
  request(
    method: string,
    path: string,
    init: object,
  ): Promise<{ data?: unknown; error?: unknown; response: Response }>;
};

/** As its documentation shows it: a middleware adds the token, the caller's own serializer sends what is no JSON. */
export const openapiFetch: Contestant = {
  name: 'openapi-fetch 0.17',
  imports: `export { default } from 'openapi-fetch'`,
  create({ baseUrl, token }) {
    const client = createClient<object>({ baseUrl });
    if (token) {
      const cache = cacheToken(token);
      client.use({
        async onRequest({ request }) {
          request.headers.set('authorization', `Bearer ${await cache.current()}`);
          return request;
        },
      });
    }
    const calls = client as unknown as Untyped; // safe: without the types of a description, it takes anything
    return {
      async call({ method, path, query, openBody, ...init }) {
        const body = openBody ? openBody() : init.body;
        const isPlain = body === undefined || Object.getPrototypeOf(body) === Object.prototype;
        const { data, error, response } = await calls.request(method, path, {
          ...init,
          body,
          ...(query && { params: { query } }),
          ...(!isPlain && { bodySerializer: (given: unknown) => given, duplex: 'half' }),
        });
        return { status: response.status, body: error ?? data };
      },
    };
  },
};
