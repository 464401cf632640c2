import {
  authorizedFetch,
  type ClientFacts,
  type Clock,
  type Credential,
  clientCredentials,
  createClient,
  type LayeredFetch,
  type PaginationFacts,
  pacedFetch,
  paginate,
  renewableToken,
  retryingFetch,
  type SecuritySchemeFacts,
  TransportFailure,
} from '@plumbline/runtime/client';
import type { Answer, Asked, Contestant, Wish } from '../case.ts';

type Calls = {
  request(
    method: string,
    path: string,
    init: object,
  ): Promise<{
    data?: unknown;
    error?: unknown;
    response: Response;
    status: number;
  }>;
};

/** @param clock what the client takes for time; without one, the machine's */
export const plumbline = (clock?: Clock): Contestant => ({
  name: 'Plumbline',
  imports: `export { authorizedFetch, createClient, pacedFetch, paginate, renewableToken, retryingFetch } from '@plumbline/runtime/client'`,
  create(wish) {
    const facts = factsOf(wish);
    const { baseUrl, failuresAsValues } = wish;
    const options = {
      baseUrl,
      facts,
      fetch: layers(wish, clock),
      errors: failuresAsValues ? 'value' : 'throw',
    };
    // Safe: without the types of a description, it takes anything.
    const client = createClient(options as object) as unknown as Calls;
    const call = async ({ method, path, query, openBody, ...init }: Asked) =>
      client.request(method, path, {
        ...init,
        ...(query && { params: { query } }),
        ...(openBody && { body: openBody }),
        ...(typeof init.body === 'string' && { bodySerializer: String }),
      });
    return {
      call: async (asked) => toAnswer(await call(asked)),
      paginate: ({ method, path, query = {}, ...init }) =>
        paginate({
          name: `${method} ${path}`,
          facts: pagination[wish.paging ?? 'cursor'],
          baseUrl,
          init: { ...init, params: { query } },
          call: (page) => client.request(method, path, page) as never, // whose outcome is typed by a description
        }),
    };
  },
});

function toAnswer({ data, error, status }: Awaited<ReturnType<Calls['request']>>): Answer {
  if (error instanceof TransportFailure) return { status, body: undefined, failure: error.kind };
  return { status, body: error ?? data };
}

function layers(wish: Wish, given: Clock | undefined): LayeredFetch {
  const clock = given && { clock: given };
  const { attempts, timeoutMs, budgetMs, sign, token, credential } = wish;
  const paced = wish.pace ? pacedFetch({ ...clock }) : undefined;
  const authorized =
    token || credential
      ? authorizedFetch({
          credentials: { credential: toCredential(wish, given) },
          schemes: { credential: toScheme(credential) },
          ...(paced && { fetch: paced }),
        })
      : paced;
  return retryingFetch({
    ...clock,
    ...(attempts !== undefined && { attempts }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(budgetMs !== undefined && { budgetMs }),
    ...(authorized && { fetch: authorized }),
    ...(sign && {
      beforeAttempt(request) {
        request.headers.set('x-signature', sign());
        return undefined;
      },
    }),
  });
}

function toCredential({ token, credential }: Wish, given: Clock | undefined): Credential {
  const clock = given && { clock: given };
  if (credential?.kind === 'clientCredentials') return clientCredentials({ ...credential, ...clock });
  if (credential?.kind === 'basic') return { username: credential.username, password: credential.password };
  if (credential?.kind === 'apiKey') return credential.key;
  const now = given?.now ?? Date.now;
  return renewableToken(
    async () => {
      const loaded = await token?.load();
      const expiresAt = loaded?.expiresInMs === undefined ? undefined : now() + loaded.expiresInMs;
      return { token: loaded?.token ?? '', expiresAt };
    },
    { leewayMs: 0, ...clock },
  );
}

function toScheme(credential: Wish['credential']): SecuritySchemeFacts {
  if (credential?.kind === 'apiKey') return { kind: 'apiKey', in: credential.in, name: credential.name };
  return { kind: credential?.kind === 'basic' ? 'basic' : 'bearer' };
}

const rateLimit = {
  remaining: 'x-ratelimit-remaining',
  reset: 'x-ratelimit-reset',
  resetUnit: 'unix-seconds',
} as const;

const pagination: Readonly<Record<NonNullable<Wish['paging']>, PaginationFacts>> = {
  cursor: { type: 'cursor', cursor: 'cursor', items: '/items', next: '/next' },
  page: { type: 'page', page: 'page', items: '/items', total: '/total' },
  offset: { type: 'offset', offset: 'offset', items: '/items', total: '/total' },
  link: { type: 'link', items: '/items', next: 'link' },
};

/** As they are generated for a description that declares what the wish says. */
function factsOf({ isIdempotencyDeclared, pace, token, credential }: Wish): ClientFacts {
  const operation = {
    ...(isIdempotencyDeclared && { idempotencyKey: 'Idempotency-Key' }),
    ...(pace && { rateLimit }),
    ...((token || credential) && { security: [{ credential: [] }] }),
  };
  const paths = ['GET /things', 'POST /things', 'PATCH /things', 'PUT /things'];
  return { operations: Object.fromEntries(paths.map((path) => [path, operation])) };
}
