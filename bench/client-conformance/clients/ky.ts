import { fileURLToPath } from 'node:url';
import ky, { HTTPError, type Options } from 'ky';
import type { Asked, Contestant, Wish } from '../case.ts';
import { cacheToken } from './token-cache.ts';

/** As its documentation shows it: retry options, hooks for tokens and signatures. */
export const kyClient: Contestant = {
  name: 'ky 2.1',
  imports: `export { default } from ${JSON.stringify(fileURLToPath(import.meta.resolve('ky')))}`,
  create(wish) {
    const client = ky.create(optionsOf(wish));
    return {
      async call(asked) {
        try {
          const response = await client(`${wish.baseUrl}${asked.path}`, callOptions(asked));
          const text = await response.text();
          const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
          return { status: response.status, body: isJson ? JSON.parse(text) : text };
        } catch (error) {
          if (!(error instanceof HTTPError)) throw error;
          return { status: error.response.status, body: error.data };
        }
      },
    };
  },
};

function callOptions({ method, query, headers, body, openBody, signal }: Asked): Options {
  const given = openBody ? openBody() : body;
  const isPlain = given !== undefined && Object.getPrototypeOf(given) === Object.prototype;
  return {
    method,
    ...(query && { searchParams: query }),
    ...(headers && { headers }),
    ...(signal && { signal }),
    ...(isPlain ? { json: given } : { body: given as BodyInit }), // what is no plain object is a body
  };
}

function optionsOf({ attempts = 3, timeoutMs, budgetMs, token, sign }: Wish): Options {
  const cache = token && cacheToken(token);
  const authorize = async (request: Request) => {
    if (cache) request.headers.set('authorization', `Bearer ${await cache.current()}`);
    if (sign) request.headers.set('x-signature', sign());
  };
  return {
    timeout: timeoutMs ?? false,
    totalTimeout: budgetMs ?? false,
    retry: {
      limit: attempts - 1,
      jitter: true,
      retryOnTimeout: true,
    },
    hooks: {
      beforeRequest: [({ request }) => authorize(request)],
      beforeRetry: [({ request }) => authorize(request)],
      afterResponse: [
        ({ response, retryCount }) => {
          if (response.status !== 401 || !cache || retryCount > 0) return;
          cache.drop();
          return ky.retry();
        },
      ],
    },
  };
}

type BodyInit = NonNullable<RequestInit['body']>;
