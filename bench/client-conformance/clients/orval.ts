import type { Contestant } from '../case.ts';
import { generatedFolder } from '../generated-clients.ts';
import { cacheToken } from './token-cache.ts';

type Call = (...args: unknown[]) => Promise<{ data: unknown; status: number }>;

const names: Readonly<Record<string, string>> = {
  GET: 'listThings',
  PUT: 'replaceThings',
  POST: 'createThing',
  PATCH: 'changeThings',
  DELETE: 'deleteThings',
  HEAD: 'headThings',
  OPTIONS: 'optionsThings',
};

/** The functions that orval's generator writes for `fetch`, with the custom instance of its documentation. */
export async function loadOrval(): Promise<Contestant> {
  const file = `${generatedFolder}/orval/client.ts`;
  const calls: Readonly<Record<string, Call>> = await import(file);
  return {
    name: 'orval 8.38',
    imports: `export * from ${JSON.stringify(file)}`,
    create({ baseUrl, token }) {
      const cache = token && cacheToken(token);
      return {
        async call({ method, query, headers, body, openBody, signal }) {
          const call = calls[names[method] ?? ''];
          if (!call) throw new Error(`there is no ${method}`);
          const authorization = cache && { authorization: `Bearer ${await cache.current()}` };
          const options = { baseUrl, headers: { ...authorization, ...headers }, ...(signal && { signal }) };
          const given = openBody ? openBody() : body;
          const first = method === 'GET' ? [query ?? {}] : /^P/.test(method) ? [given] : [];
          const { data, status } = await call(...first, options);
          return { status, body: data };
        },
      };
    },
  };
}
