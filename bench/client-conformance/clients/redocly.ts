import type { Contestant, Wish } from '../case.ts';
import { generatedFolder } from '../generated-clients.ts';
import { cacheToken } from './token-cache.ts';

type Call = (args: object, init: object) => Promise<{ data?: unknown; error?: unknown; response?: Response }>;
type Read = (args: object, init: object) => AsyncIterable<unknown>;
interface Operation {
  readonly method: string;
  readonly path: string;
  readonly pagination?: object;
}
interface Module {
  OPERATIONS: Readonly<Record<string, Operation>>;
  createClient(
    operations: object,
    config: object,
  ): Readonly<Record<string, Call & { readonly items?: Read }>>;
}

/** As the generator writes them for each way of paging; the description can declare but one, the cursor. */
const pagination: Readonly<Record<NonNullable<Wish['paging']>, object>> = {
  cursor: { style: 'cursor', param: 'cursor', nextCursor: '/next', items: '/items' },
  page: { style: 'page', param: 'page', items: '/items' },
  offset: { style: 'offset', param: 'offset', items: '/items' },
  link: { style: 'link', items: '/items' },
};

/** The client that Redocly's generator writes, in its mode that gives results. */
export async function loadRedocly(): Promise<Contestant> {
  const { OPERATIONS, createClient }: Module = await import(`${generatedFolder}/redocly/client.ts`);
  return {
    name: 'Redocly 2.77',
    imports: `export * from ${JSON.stringify(`${generatedFolder}/redocly/client.ts`)}`,
    create(wish) {
      const { listThings } = OPERATIONS;
      const paged = { ...listThings, pagination: pagination[wish.paging ?? 'cursor'] };
      const client = createClient({ ...OPERATIONS, listThings: paged }, configOf(wish));
      return {
        async call({ method, path, query, headers, openBody, body, signal }) {
          const name = Object.keys(OPERATIONS).find(
            (key) => OPERATIONS[key]?.method.toUpperCase() === method,
          );
          const call = client[name ?? ''];
          if (!call || path !== '/things') throw new Error(`there is no ${method} ${path}`);
          const given = openBody ? openBody() : body;
          const args = {
            ...(query && { query }),
            ...(headers && { headers }),
            ...(given !== undefined && { body: given }),
          };
          const { data, error, response } = await call(args, signal ? { signal } : {});
          if (!response) throw error;
          return { status: response.status, body: error ?? data };
        },
        paginate({ query, headers, signal }) {
          const items = client.listThings?.items;
          if (!items) throw new Error('its client was generated without paging');
          const args = { ...(query && { query }), ...(headers && { headers }) };
          return items(args, signal ? { signal } : {});
        },
      };
    },
  };
}

function configOf({
  baseUrl,
  attempts = 3,
  timeoutMs,
  token,
  credential,
  isIdempotencyDeclared,
  sign,
}: Wish): object {
  const cache = token && cacheToken(token);
  return {
    serverUrl: baseUrl,
    errorMode: 'result',
    argsStyle: 'grouped',
    retry: { retries: attempts - 1, retryDelay: 300 },
    ...(timeoutMs !== undefined && { timeout: timeoutMs }),
    ...(isIdempotencyDeclared && { idempotencyKey: true }),
    ...(sign && { headers: () => ({ 'x-signature': sign() }) }),
    auth: {
      ...(cache && { bearer: () => cache.current() }),
      ...(credential?.kind === 'basic' && {
        basic: { username: credential.username, password: credential.password },
      }),
      ...(credential?.kind === 'apiKey' && { apiKey: { [credential.in]: credential.key } }),
    },
  };
}
