import type { Contestant } from '../case.ts';
import { generatedFolder } from '../generated-clients.ts';
import { cacheToken } from './token-cache.ts';

interface Module {
  createClient(config: object): {
    request(options: object): Promise<{ data?: unknown; error?: unknown; response?: Response }>;
  };
}

/** The fetch client that hey-api's generator writes; its schemes and credentials as its documentation shows them. */
export async function loadHeyApi(): Promise<Contestant> {
  const { createClient }: Module = await import(`${generatedFolder}/hey-api.js`);
  return {
    name: 'hey-api 0.99',
    imports: `export * from ${JSON.stringify(`${generatedFolder}/hey-api.js`)}`,
    create({ baseUrl, token, credential }) {
      const cache = token && cacheToken(token);
      const auth = () => {
        if (credential?.kind === 'basic') return `${credential.username}:${credential.password}`;
        return credential?.kind === 'apiKey' ? credential.key : cache?.current();
      };
      const client = createClient({ baseUrl, auth });
      const scheme =
        credential?.kind === 'apiKey'
          ? { type: 'apiKey', in: credential.in, name: credential.name }
          : { type: 'http', scheme: credential?.kind === 'basic' ? 'basic' : 'bearer' };
      return {
        async call({ method, path, openBody, ...init }) {
          const body = openBody ? openBody() : init.body;
          const isPlain = body === undefined || Object.getPrototypeOf(body) === Object.prototype;
          const { data, error, response } = await client.request({
            ...init,
            url: path,
            method,
            body,
            ...((token || credential) && { security: [scheme] }),
            ...(isPlain
              ? { headers: { 'Content-Type': 'application/json', ...init.headers } }
              : { bodySerializer: null, duplex: 'half' }),
          });
          // Without an answer it gives what was thrown as the error.
          if (!response) throw error;
          return { status: response.status, body: error ?? data };
        },
      };
    },
  };
}
