import assert from 'node:assert/strict';
import type { Asked, Case, Received, Respond, TokenWish } from '../case.ts';
import { answer, ok } from '../responses.ts';

const get: Asked = { method: 'GET', path: '/things' };
const tokensOf = (received: readonly Received[]) => received.map(({ headers }) => headers.authorization);

/** Gives `token-1`, `token-2` and so on, and counts. */
function numbered(expiresInMs?: number): TokenWish & { loads: number } {
  return {
    loads: 0,
    async load() {
      this.loads++;
      return { token: `token-${this.loads}`, ...(expiresInMs !== undefined && { expiresInMs }) };
    },
  };
}

/** Takes only the tokens from this one on. */
const takesFrom =
  (least: number): Respond =>
  (response, about) => {
    const number = Number(/Bearer token-(\d+)/.exec(about.request.headers.authorization ?? '')?.[1] ?? 0);
    return answer(number >= least ? 200 : 401)(response, about);
  };

export const tokenCases: readonly Case[] = [
  {
    group: 'token',
    name: 'the token is sent, and loaded once for many calls',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(takesFrom(1));
      const token = numbered();
      const one = client({ baseUrl, token });
      await one.call(get);
      await one.call(get);
      assert.deepEqual([tokensOf(received), token.loads], [['Bearer token-1', 'Bearer token-1'], 1]);
    },
  },
  {
    group: 'token',
    name: 'a refused token is renewed, and the request sent again',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(takesFrom(2));
      const { status } = await client({ baseUrl, token: numbered() }).call(get);
      assert.deepEqual([status, tokensOf(received)], [200, ['Bearer token-1', 'Bearer token-2']]);
    },
  },
  {
    group: 'token',
    name: 'a POST that was refused is sent again with its body',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(takesFrom(2));
      const post = { method: 'POST', path: '/things', body: { a: 1 } };
      assert.equal((await client({ baseUrl, token: numbered() }).call(post)).status, 200);
      assert.deepEqual(
        received.map(({ body }) => body),
        ['{"a":1}', '{"a":1}'],
      );
    },
  },
  {
    group: 'token',
    name: 'a renewed token that is refused too gives the 401',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(takesFrom(99));
      const token = numbered();
      const { status } = await client({ baseUrl, token }).call(get);
      assert.deepEqual([status, received.length, token.loads], [401, 2, 2]);
    },
  },
  {
    group: 'token',
    name: 'ten calls that are refused at the same time renew the token once',
    async run({ serve, client }) {
      const { baseUrl } = await serve(takesFrom(2));
      const token = numbered();
      const one = client({ baseUrl, token });
      const results = await Promise.all(Array.from({ length: 10 }, () => one.call(get)));
      assert.ok(results.every(({ status }) => status === 200));
      assert.equal(token.loads, 2);
    },
  },
  {
    group: 'token',
    name: 'a call that is refused after another one renewed the token uses that one',
    async run({ serve, client }) {
      let release: (() => void) | undefined;
      const isRenewed = new Promise<void>((resolve) => {
        release = resolve;
      });
      const { baseUrl } = await serve(async (response, about) => {
        const { url, headers } = about.request;
        if (url.includes('late') && headers.authorization === 'Bearer token-1') await isRenewed;
        takesFrom(2)(response, about);
      });
      const token = numbered();
      const one = client({ baseUrl, token });
      const late = one.call({ ...get, query: { a: 'late' } });
      await one.call(get);
      release?.();
      assert.equal((await late).status, 200);
      assert.equal(token.loads, 2);
    },
  },
  {
    group: 'token',
    name: 'a token that cannot be loaded rejects, and the next call loads it',
    async run({ serve, client }) {
      const { baseUrl } = await serve(takesFrom(1));
      let loads = 0;
      const load = async () => {
        loads++;
        if (loads === 1) throw new Error('the token server is down');
        return { token: 'token-1' };
      };
      const one = client({ baseUrl, attempts: 1, token: { load } });
      await assert.rejects(one.call(get));
      assert.equal((await one.call(get)).status, 200);
    },
  },
  {
    group: 'token',
    name: 'a token that expired is not sent',
    async run({ serve, client, time }) {
      const { baseUrl, received } = await serve(takesFrom(1));
      const one = client({ baseUrl, token: numbered(1_000) });
      await one.call(get);
      await time.pass(1_100);
      await one.call(get);
      assert.deepEqual(tokensOf(received), ['Bearer token-1', 'Bearer token-2']);
    },
  },
  {
    group: 'token',
    name: 'a token that expires during the waits is renewed for the next attempt',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(503, {}, { 'retry-after': '1' }), ok);
      const { status } = await client({ baseUrl, token: numbered(500) }).call(get);
      assert.deepEqual([status, tokensOf(received)], [200, ['Bearer token-1', 'Bearer token-2']]);
    },
  },
  {
    group: 'token',
    name: '403 renews no token',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(answer(403));
      const token = numbered();
      const { status } = await client({ baseUrl, token }).call(get);
      assert.deepEqual([status, received.length, token.loads], [403, 1, 1]);
    },
  },
  {
    group: 'token',
    name: 'giving up one call that waits for a token leaves the others',
    async run({ serve, client }) {
      const { baseUrl } = await serve(takesFrom(1));
      let give: ((token: { token: string }) => void) | undefined;
      const load = () =>
        new Promise<{ token: string }>((resolve) => {
          give = resolve;
        });
      const controller = new AbortController();
      const one = client({ baseUrl, token: { load } });
      const givenUp = one.call({ ...get, signal: controller.signal });
      const other = one.call(get);
      setImmediate(() => controller.abort());
      await assert.rejects(givenUp, { name: 'AbortError' });
      give?.({ token: 'token-1' });
      assert.equal((await other).status, 200);
    },
  },
];

export const credentialCases: readonly Case[] = [
  {
    group: 'credentials',
    name: 'name and password are sent in UTF-8',
    async run({ serve, client }) {
      const { baseUrl, received } = await serve(ok);
      const credential = { kind: 'basic', username: 'zoë', password: 'a:b' } as const;
      await client({ baseUrl, credential }).call(get);
      assert.deepEqual(tokensOf(received), [`Basic ${Buffer.from('zoë:a:b').toString('base64')}`]);
    },
  },
  ...(['query', 'header', 'cookie'] as const).map(
    (place): Case => ({
      group: 'credentials',
      name: `a key is sent in the ${place}`,
      async run({ serve, client }) {
        const { baseUrl, received } = await serve(ok);
        const credential = { kind: 'apiKey', in: place, name: 'api-key', key: 'a key' } as const;
        await client({ baseUrl, credential }).call(get);
        const { url = '', headers } = received[0] ?? {};
        const sent = {
          query: new URLSearchParams(url.split('?')[1]).get('api-key'),
          header: headers?.['api-key'],
          cookie: headers?.cookie && decodeURIComponent(headers.cookie.replace('api-key=', '')),
        };
        assert.equal(sent[place], 'a key');
      },
    }),
  ),
  {
    group: 'credentials',
    name: 'a token of client credentials is asked for once, used, and renewed after a 401',
    async run({ serve, client }) {
      let issued = 0;
      const tokens = await serve((response, about) => {
        issued++;
        return answer(200, { access_token: `token-${issued}`, token_type: 'Bearer', expires_in: 3600 })(
          response,
          about,
        );
      });
      const { baseUrl, received } = await serve(takesFrom(1), takesFrom(2));
      const tokenUrl = `${tokens.baseUrl}/token`;
      const credential = {
        kind: 'clientCredentials',
        tokenUrl,
        clientId: 'me',
        clientSecret: 'secret',
      } as const;
      const one = client({ baseUrl, credential });
      await one.call(get);
      assert.equal((await one.call(get)).status, 200);
      assert.deepEqual(tokensOf(received), ['Bearer token-1', 'Bearer token-1', 'Bearer token-2']);
      const [first] = tokens.received;
      assert.equal(first?.headers.authorization, `Basic ${btoa('me:secret')}`);
      assert.equal(new URLSearchParams(first?.body).get('grant_type'), 'client_credentials');
    },
  },
];
