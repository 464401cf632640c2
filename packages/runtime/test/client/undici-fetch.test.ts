import { createClient, retryingFetch } from '@plumbline/runtime/client';
import { undiciFetch } from '@plumbline/runtime/client/node';
import { describe, expect, test } from 'vitest';
import { bodyOf, echo, serve } from './support/http-server.ts';
import { TestClock } from './support/test-clock.ts';

type Untyped = {
  request(method: string, path: string, init?: object): Promise<{ data?: unknown; response: Response }>;
};
const clientOf = (options: object) => createClient<object>(options) as unknown as Untyped; // takes anything

describe('undici’s request asks what fetch asks', () => {
  test.each<[name: string, method: string, init: object]>([
    ['a GET', 'get', { params: { query: { a: 'b c' } }, headers: { 'x-own': '1' } }],
    ['JSON', 'post', { body: { a: 'ü' } }],
    ['bytes', 'put', { body: new Uint8Array([97, 98]) }],
    ['a file', 'put', { body: new Blob(['abc'], { type: 'text/csv' }) }],
    ['fields', 'put', { body: new URLSearchParams({ a: 'b' }) }],
    ['a DELETE', 'delete', {}],
  ])('%s', async (_, method, init) => {
    const baseUrl = await serve(echo);
    type Asked = { headers: [string, string][]; body: string }; // as `echo` answers
    const ask = async (fetch?: unknown) =>
      (await clientOf({ baseUrl, fetch }).request(method, '/t', init)).data as Asked;
    const [{ headers, ...ours }, { headers: expected, ...theirs }] = [await ask(undiciFetch()), await ask()];
    expect(ours).toEqual(theirs);
    const kept = ['content-type', 'content-length', 'x-own'];
    for (const header of expected) if (kept.includes(header[0])) expect(headers).toContainEqual(header);
  });

  test('a form with a file', async () => {
    const form = new FormData();
    form.append('file', new Blob(['abc']), 'a.txt');
    const { data } = await clientOf({ baseUrl: await serve(echo), fetch: undiciFetch() }).request(
      'post',
      '/t',
      { body: form },
    );
    expect(data).toMatchObject({ body: expect.stringContaining('abc') });
  });

  test('a stream', async () => {
    const { data } = await clientOf({ baseUrl: await serve(echo), fetch: undiciFetch() }).request(
      'post',
      '/t',
      {
        body: new Blob(['streamed']).stream(),
      },
    );
    expect(data).toMatchObject({ body: 'streamed' });
  });
});

describe('its answer is a Response', () => {
  const answered = async (parseAs?: string) => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, 'Fine', { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] });
      response.end('{"a":"ü"}');
    });
    return clientOf({ baseUrl, fetch: undiciFetch() }).request('get', '/t', { parseAs });
  };

  test('with status, headers and address', async () => {
    const { response } = await answered();
    expect(response).toBeInstanceOf(Response);
    expect([response.status, response.statusText, response.ok, response.redirected]).toEqual([
      200,
      'Fine',
      true,
      false,
    ]);
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(new URL(response.url).pathname).toBe('/t');
    expect(response.bodyUsed).toBe(true);
  });

  test('that is read in every way', async () => {
    expect((await answered()).data).toEqual({ a: 'ü' });
    expect((await answered('text')).data).toBe('{"a":"ü"}');
    expect(((await answered('arrayBuffer')).data as ArrayBuffer).byteLength).toBe(10);
    expect(await ((await answered('blob')).data as Blob).text()).toBe('{"a":"ü"}');
    expect(await new Response((await answered('stream')).data as ReadableStream).json()).toEqual({ a: 'ü' });
    const { response } = await answered('stream');
    expect(response.bodyUsed).toBe(false);
  });

  test('that can be copied', async () => {
    const response = await undiciFetch()(await serve((_, answer) => answer.end('text')));
    expect(await response.clone().text()).toBe('text');
    expect(await response.text()).toBe('text');
  });

  test('without a body where there is none', async () => {
    const fetch = undiciFetch();
    const response = await fetch(await serve((_, answer) => answer.writeHead(204).end()));
    expect([response.status, response.body]).toEqual([204, null]);
  });
});

describe('redirects', () => {
  const sentOn = (status: number, location: string) =>
    serve(async (request, response) => {
      if (request.url?.startsWith('/there')) return response.writeHead(status, { location }).end();
      return echo(request, response);
    });

  test.each<[status: number, method: string]>([
    [301, 'POST'],
    [302, 'POST'],
    [303, 'PUT'],
    [303, 'GET'],
    [307, 'POST'],
    [308, 'PUT'],
    [301, 'DELETE'],
  ])('%i of a %s is followed as fetch follows it', async (status, method) => {
    const baseUrl = await sentOn(status, '/here?a=1');
    const init = { method, ...(method !== 'GET' && { body: '{"a":1}' }) };
    const ask = async (fetch: typeof globalThis.fetch) => {
      const response = await fetch(`${baseUrl}/there`, {
        ...init,
        headers: { 'content-type': 'application/json' },
      });
      const { headers, ...asked } = (await response.json()) as { headers: [string, string][] }; // as `echo` answers
      const kept = headers.filter(([name]) => /^content-/.test(name));
      return { asked, kept, redirected: response.redirected, url: response.url };
    };
    const ours = await ask(undiciFetch() as typeof globalThis.fetch); // takes the same arguments
    expect(ours).toEqual(await ask(globalThis.fetch));
    expect(ours).toMatchObject({ redirected: true, url: `${baseUrl}/here?a=1` });
  });

  test('to another origin go without credentials, to the same one with them', async () => {
    const elsewhere = await serve(echo);
    const authorization = async (location: string) => {
      const response = await undiciFetch()(`${await sentOn(302, location)}/there`, {
        headers: { authorization: 'Bearer secret', cookie: 'a=1', 'x-own': '1' },
      });
      const { headers } = (await response.json()) as { headers: [string, string][] }; // as `echo` answers
      return headers.map(([name]) => name).filter((name) => /^(authorization|cookie|x-own)$/.test(name));
    };
    expect(await authorization(elsewhere)).toEqual(['x-own']);
    expect((await authorization('/here')).toSorted()).toEqual(['authorization', 'cookie', 'x-own']);
  });

  test('are told or refused where the request says so', async () => {
    const baseUrl = await sentOn(302, '/here');
    const fetch = undiciFetch();
    expect((await fetch(`${baseUrl}/there`, { redirect: 'manual' })).status).toBe(302);
    await expect(fetch(`${baseUrl}/there`, { redirect: 'error' })).rejects.toThrow(TypeError);
  });

  test.each([
    ['that never end', '/there'],
    ['to what is no address of HTTP', 'file:///etc/passwd'],
  ])('%s are an error', async (_, location) => {
    const baseUrl = await sentOn(307, location);
    await expect(undiciFetch()(`${baseUrl}/there`)).rejects.toThrow('fetch failed');
  });

  test('do not send a stream a second time', async () => {
    const baseUrl = await sentOn(307, '/here');
    const init = { method: 'POST', body: new Blob(['a']).stream(), duplex: 'half' };
    await expect(undiciFetch()(`${baseUrl}/there`, init)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('a stream is sent once') },
    });
  });
});

test('giving up rejects with the reason', async () => {
  const controller = new AbortController();
  const baseUrl = await serve(() => controller.abort(new Error('the user left')));
  await expect(undiciFetch()(baseUrl, { signal: controller.signal })).rejects.toThrow('the user left');
});

test('a broken connection is sent again beneath retries', async () => {
  let count = 0;
  const baseUrl = await serve(async (request, response) => {
    count++;
    if (count === 1) return response.socket?.destroy();
    return response.end(JSON.stringify(await bodyOf(request)));
  });
  const fetch = retryingFetch({ fetch: undiciFetch(), clock: new TestClock() });
  const { data } = await clientOf({ baseUrl, fetch }).request('put', '/t', { body: { a: 1 } });
  expect([count, data]).toEqual([2, '{"a":1}']);
});
