import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createQueries } from '@plumbline/runtime/client/react';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClient } from './generated/ledger/client.ts';
import { createClient as createTextClient } from './generated/ledger-texts/client.ts';

/** One above what a number holds exactly: as a number it is ...992. */
const digits = '9007199254740993';
const exact = BigInt(digits);

interface Asked {
  readonly url: string | undefined;
  readonly body: string;
}

/** Answers every request with the same JSON, and keeps what was asked. */
async function serving(json: string, { status = 200, type = 'application/json' } = {}) {
  const asked: Asked[] = [];
  const listener: RequestListener = async (request, response) => {
    asked.push({ url: request.url, body: await bodyOf(request) });
    response.writeHead(status, { 'content-type': type }).end(json);
  };
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return { baseUrl: `http://127.0.0.1:${port}`, asked };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // without an encoding they are buffers
  return Buffer.concat(chunks).toString();
}

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const path = { id: exact };
const entry = `{
  "id": ${digits},
  "label": { "id": ${digits}, "text": "${digits}", "extra": [${digits}] },
  "parent": { "id": 5, "parts": [{ "id": -${digits}, "ratio": 1e30 }] },
  "balances": { "a": 1, "__proto__": ${digits}, "label": 0 },
  "pair": [${digits}, ${digits}],
  "reference": "${digits}",
  "rank": 2,
  "target": { "kind": "account", "account": ${digits} },
  "undeclared": { "id": ${digits} }
}`;

describe('integers of 64 bits', () => {
  test('are exact in answers, by the place in the schema and not by the name', async () => {
    const { baseUrl } = await serving(entry);
    const { data } = await createClient({ baseUrl }).GET('/entries/{id}', { params: { path } });
    const other = Number(digits);
    expect(data).toStrictEqual({
      id: exact,
      // Members of the same name that are declared as other integers, or not at all.
      label: { id: other, text: digits, extra: [other] },
      parent: { id: 5n, parts: [{ id: -exact, ratio: 1e30 }] },
      balances: expect.anything(),
      pair: [other, exact],
      reference: digits,
      rank: 2,
      target: { kind: 'account', account: exact },
      undeclared: { id: other },
    });
    expect(Object.entries(data?.balances ?? {})).toEqual([
      ['a', 1n],
      ['__proto__', exact],
      ['label', 0n],
    ]);
  });

  test('are texts where that was chosen, small ones too', async () => {
    const { baseUrl } = await serving(entry);
    const { data } = await createTextClient({ baseUrl }).GET('/entries/{id}', {
      params: { path: { id: digits } },
    });
    expect(data).toMatchObject({
      id: digits,
      label: { id: Number(digits) },
      parent: { id: '5', parts: [{ id: `-${digits}`, ratio: 1e30 }] },
      pair: [Number(digits), digits],
      rank: 2,
    });
  });

  test('are what the answer of that status says', async () => {
    const refusal = `{"type":"about:blank","title":"Refused","status":422,"entry":${digits},"id":${digits}}`;
    const refused = await serving(refusal, { status: 422, type: 'application/problem+json' });
    const { error } = await createClient(refused).POST('/entries', { body: { id: 1n } });
    expect(error).toMatchObject({ entry: exact, id: Number(digits), status: 422 });
    // 409 is declared by itself, so it is none of 4XX.
    const conflict = await serving(refusal, { status: 409 });
    const result = await createClient(conflict).POST('/entries', { body: { id: 1n } });
    expect(result.error).toMatchObject({ entry: Number(digits), id: Number(digits) });
  });

  test('are written as integers in bodies, paths and queries', async () => {
    const { baseUrl, asked } = await serving('{"id":1,"entries":[]}');
    const client = createClient({ baseUrl });
    const body = { id: exact, parts: [{ id: -1n }], reference: digits, label: { id: 1, text: '\u0000i5' } };
    await client.POST('/entries', { body });
    await client.request('get', '/entries/{id}', { params: { path } });
    await client.GET('/entries', { params: { query: { after: exact, account: [1n, exact] } } });
    expect(asked.map(({ url, body: text }) => `${url} ${text}`.trim())).toEqual([
      `/entries {"id":${digits},"parts":[{"id":-1}],"reference":"${digits}","label":{"id":1,"text":"\\u0000i5"}}`,
      `/entries/${digits}`,
      `/entries?after=${digits}&account=1&account=${digits}`,
    ]);
  });

  test('given as texts are written as integers, for that is what the description says', async () => {
    const { baseUrl, asked } = await serving('{"id":1}', { status: 201 });
    const client = createTextClient({ baseUrl });
    const body = { id: digits, balances: { a: '-1' }, label: { id: 1, text: '5' }, reference: '7' };
    const { data } = await client.POST('/entries', { body });
    expect(data?.id).toBe('1');
    // Where a text may stand too, it stays one.
    const written = `{"id":${digits},"balances":{"a":-1},"label":{"id":1,"text":"5"},"reference":"7"}`;
    expect(asked).toEqual([{ url: '/entries', body: written }]);
    expect(body.id).toBe(digits);
    await expect(client.POST('/entries', { body: { id: '1', parts: [{ id: '1.5' }] } })).rejects.toThrow(
      'POST /entries: the body has "1.5" at "/parts/0/id", where the description says integer: give its digits as text.',
    );
  });

  test('are written into forms', async () => {
    const { baseUrl, asked } = await serving('', { status: 204 });
    await createClient({ baseUrl }).POST('/import', { body: { account: exact, entry: { id: exact } } });
    await createTextClient({ baseUrl }).POST('/import', { body: { account: digits, entry: { id: digits } } });
    for (const { body } of asked) {
      expect(body).toContain(`name="account"\r\n\r\n${digits}\r\n`);
      expect(body).toContain(`name="entry"\r\n\r\n{"id":${digits}}\r\n`);
    }
    expect(asked).toHaveLength(2);
  });

  test('are left to a serializer of the caller, who has the last word', async () => {
    const { baseUrl, asked } = await serving('{"id":1}', { status: 201 });
    const bodySerializer = (body: unknown) => JSON.stringify(body);
    await createTextClient({ baseUrl, bodySerializer }).POST('/entries', { body: { id: digits } });
    await createTextClient({ baseUrl }).POST('/entries', { body: { id: digits }, bodySerializer });
    expect(asked.map(({ body }) => body)).toEqual(Array(2).fill(`{"id":"${digits}"}`));
  });

  test('are exact in pages, whose cursor may be one, and in streams', async () => {
    const pages = await serving(`{"entries":[{"id":${digits}}],"next":null,"total":1}`);
    const [page] = await all(createClient(pages).paginate('/entries').pages());
    expect(page).toMatchObject({ items: [{ id: exact }], total: 1, following: undefined });
    const more = await serving(`{"entries":[{"id":1}],"next":${digits}}`);
    const first = await createClient(more).paginate('/entries').page();
    expect(first.following).toEqual({ next: digits, read: 1 });
    await createClient(more).paginate('/entries').page(first.following);
    expect(more.asked.at(-1)?.url).toBe(`/entries?after=${digits}`);
    await expect(all(createClient(more).paginate('/entries'))).rejects.toThrow(digits);
    const feed = await serving(`{"id":${digits}}\n{"id":1}\n`, { type: 'application/jsonl' });
    expect(await all(createClient(feed).stream('/feed'))).toEqual([{ id: exact }, { id: 1n }]);
  });

  test('may be asked for by TanStack Query, whose keys are JSON', () => {
    const queries = createQueries(createClient({ baseUrl: 'https://ledger.example' }));
    const { queryKey } = queries.queryOptions('/entries/{id}', { params: { path } });
    expect(JSON.parse(JSON.stringify(queryKey))).toEqual([
      'GET',
      '/entries/{id}',
      { params: { path: { id: digits } } },
    ]);
  });

  test('cost nothing of what else a client does: texts, other media types and broken answers', async () => {
    const { baseUrl } = await serving(entry);
    const text = await createClient({ baseUrl }).GET('/entries/{id}', { params: { path }, parseAs: 'text' });
    expect(text.data).toBe(entry);
    const plain = await serving(digits, { type: 'text/plain', status: 500 });
    const failed = await createClient({ ...plain, errors: 'value' }).GET('/entries/{id}', {
      params: { path },
    });
    expect(failed).toMatchObject({ status: 500, error: Number(digits) });
    const broken = await serving(`{"id":${digits}`);
    const none = await createClient({ ...broken, errors: 'value' }).GET('/entries/{id}', {
      params: { path },
    });
    expect(none).toMatchObject({ status: 0, error: { kind: 'body' } });
    const deep = await serving(`${'['.repeat(50_000)}${digits}${']'.repeat(50_000)}`);
    const nested = await createClient(deep).GET('/entries/{id}', { params: { path } });
    expect(nested.status).toBe(200);
  });
});
