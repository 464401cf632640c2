import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiModel, Description } from '@plumbline/openapi';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMockServer, type ExchangeRecord, type MockOptions, type MockServer } from '../src/index.ts';
import { describedBy, lineOf, notesYaml } from './described.ts';
import { type Asked, ask, sendJson } from './mock-of.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let upstream: Server;
let url: string;
let handle: Handler;
let source: { readonly model: ApiModel; readonly description: Description };
beforeAll(async () => {
  source = await describedBy(notesYaml);
  upstream = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  // Safe: a server that listens on a port has such an address.
  url = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}/base`;
});
afterAll(() => {
  upstream.closeAllConnections();
  upstream.close();
});

let seen:
  | { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers'] }
  | undefined;
beforeEach(() => {
  seen = undefined;
});

/** Answers JSON, and notes what was asked. */
function answers(
  value: unknown,
  { status = 200, headers = {} }: { status?: number; headers?: object } = {},
): void {
  handle = (request, response) => {
    seen = { method: request.method, url: request.url, headers: request.headers };
    request.resume();
    response.writeHead(status, { 'content-type': 'application/json', 'x-total': '1', ...headers });
    response.end(JSON.stringify(value));
  };
}

const mixed = (options: Partial<MockOptions['upstream']> = {}): Promise<MockServer> =>
  createMockServer(source, { upstream: { url, ...options }, log: {} });

const violations = ({ headers }: Asked): unknown => JSON.parse(headers.get('plumbline-violations') ?? '[]');
const key = { 'x-notes-key': 'k' };

describe('a real server behind the mock', () => {
  test('answers as it does, unchanged, and breaks nothing when it keeps to the description', async () => {
    answers([{ id: 7, text: 'Real' }], { headers: { 'x-more': 'kept' } });
    const mock = await mixed();
    const asked = await ask(mock, 'GET /notes?limit=3');
    expect(asked).toMatchObject({ status: 200, body: [{ id: 7, text: 'Real' }] });
    expect(asked.headers.get('x-more')).toBe('kept');
    expect(violations(asked)).toEqual([]);
    expect(seen).toMatchObject({ method: 'GET', url: '/base/notes?limit=3' });
    expect(mock.log?.entries[0]).toMatchObject({ answeredBy: 'upstream', violations: [] });
  });

  test.each([
    [
      'a body that its schema does not allow',
      () => answers([{ id: 7, text: 'A text that is longer than 20' }]),
      { obligation: 'R.body', pointer: '/0/text', code: 'maxLength', line: lineOf('maxLength: 20') },
    ],
    [
      'a status that is not declared',
      () => answers({}, { status: 418 }),
      { obligation: 'R.undeclared', pointer: 'status', code: 'undeclared', line: lineOf('      responses:') },
    ],
    [
      'a header that is missing or has another form',
      () => answers([], { headers: { 'x-total': 'many' } }),
      {
        obligation: 'R.header',
        pointer: 'header/x-total',
        code: 'schema',
        line: lineOf('schema: { type: integer }'),
      },
    ],
    [
      'another media type',
      () => answers([], { headers: { 'content-type': 'text/html' } }),
      { obligation: 'R.media', pointer: 'content-type', code: 'undeclared', line: lineOf("'200':") },
    ],
  ])('is told of %s, with the line of the description', async (_, misbehave, { line, ...expected }) => {
    misbehave();
    const asked = await ask(await mixed(), 'GET /notes');
    expect(violations(asked)).toEqual([
      expect.objectContaining({ operation: 'listNotes', direction: 'response', ...expected }),
    ]);
    expect(asked.headers.get('plumbline-violations')).toContain(`openapi.yaml:${line}:`);
  });

  test('gets bad requests as well, and what it answers to them is checked', async () => {
    answers([]);
    const accepted = violations(await ask(await mixed(), 'GET /notes?limit=99'));
    expect(seen?.url).toBe('/base/notes?limit=99');
    expect(accepted).toEqual([
      expect.objectContaining({
        direction: 'request',
        obligation: 'request.parameter',
        pointer: 'query/limit',
      }),
      expect.objectContaining({ direction: 'response', obligation: 'Q.reject', code: 'accepted' }),
    ]);
    handle = (_, response) => response.writeHead(400).end();
    const refused = violations(await ask(await mixed(), 'GET /notes?limit=99'));
    expect(refused).toEqual([expect.objectContaining({ obligation: 'request.parameter', code: 'maximum' })]);
  });

  test('is told of bad bodies and missing credentials of clients', async () => {
    answers({ id: 1, text: 'x' }, { status: 201 });
    const mock = await mixed();
    const body = violations(await ask(mock, 'POST /notes', sendJson({ id: 'one', text: 'x' }, key)));
    expect(body).toContainEqual(
      expect.objectContaining({
        obligation: 'request.body',
        pointer: '/id',
        code: 'type',
        place: expect.stringContaining(`:${lineOf('id: { type: integer }')}:`),
      }),
    );
    const anonymous = violations(await ask(mock, 'POST /notes', sendJson({ id: 1, text: 'x' })));
    expect(anonymous).toContainEqual(expect.objectContaining({ obligation: 'request.security' }));
    expect(violations(await ask(mock, 'POST /notes', sendJson({ id: 1, text: 'x' }, key)))).toEqual([]);
  });

  test('answers the named operations only, the mock the others', async () => {
    answers([{ id: 7, text: 'Real' }]);
    const mock = await mixed({ operations: ['listNotes'] });
    expect((await ask(mock, 'GET /notes')).body).toEqual([{ id: 7, text: 'Real' }]);
    const added = await ask(mock, 'POST /notes', sendJson({ id: 1, text: 'x' }, key));
    expect(added).toMatchObject({ status: 201, body: { text: 'Call Ada' } });
    expect(mock.log?.entries.map(({ answeredBy }) => answeredBy)).toEqual(['upstream', 'example']);
    expect((await ask(mock, 'GET /elsewhere')).status).toBe(404);
  });

  test('is asked for paths that the description lacks when it answers all, and the log says so', async () => {
    answers({});
    const mock = await mixed();
    expect((await ask(mock, 'GET /elsewhere')).status).toBe(200);
    expect(mock.log?.entries[0]?.violations).toMatchObject([
      { obligation: 'request.operation', pointer: 'path' },
    ]);
  });

  test('a name that is no operation is refused with the likely one', async () => {
    await expect(mixed({ operations: ['listNote'] })).rejects.toThrow('Did you mean listNotes?');
    await expect(mixed({ url: 'ftp://x' })).rejects.toThrow('is no URL of a server');
    await expect(mixed({ url: 'http://a:b@x' })).rejects.toThrow('neither credentials nor a query');
  });

  test('redirects are handed on, and nobody follows them', async () => {
    answers({}, { status: 302, headers: { location: 'http://elsewhere.example/' } });
    const asked = await ask(await mixed(), 'GET /notes');
    expect(asked.status).toBe(302);
    expect(asked.headers.get('location')).toBe('http://elsewhere.example/');
  });

  test('gets no header of the connection and none that is for the mock', async () => {
    answers([]);
    const headers = {
      'plumbline-session': 'ada',
      te: 'trailers',
      connection: 'x-hop',
      'x-hop': '1',
      'x-kept': '1',
    };
    await ask(await mixed(), 'GET /notes', { headers });
    expect(seen?.headers).toMatchObject({ 'x-kept': '1' });
    expect(Object.keys(seen?.headers ?? {})).not.toContain('x-hop');
    expect(Object.keys(seen?.headers ?? {}).filter((name) => name.startsWith('plumbline'))).toEqual([]);
  });

  test('a path cannot lead to another host or out of the base', async () => {
    answers({});
    await ask(await mixed(), 'GET //elsewhere.example/notes');
    expect(seen).toMatchObject({ url: '/base//elsewhere.example/notes' });
  });

  test('answers too late, too much or not at all: the client is told which', async () => {
    handle = () => undefined;
    expect(await ask(await mixed({ timeoutMs: 30 }), 'GET /notes')).toMatchObject({
      status: 504,
      body: { detail: expect.stringContaining('has not answered within 30 ms') },
    });
    answers('x'.repeat(2000));
    expect((await ask(await mixed({ maxBodyBytes: 1000 }), 'GET /notes')).status).toBe(502);
    expect(await ask(await mixed({ url: 'http://127.0.0.1:1' }), 'GET /notes')).toMatchObject({
      status: 502,
      body: { detail: expect.stringContaining('Is it running?') },
    });
  });

  test('trouble on demand comes to its answers too', async () => {
    answers([{ id: 7, text: 'Real' }]);
    const asked = await ask(await mixed(), 'GET /notes', {
      headers: { 'plumbline-trouble': 'invalid=type' },
    });
    expect(asked.headers.get('plumbline-trouble-fired')).toMatch(/^invalid=type/);
    expect(asked.body).not.toEqual([{ id: 7, text: 'Real' }]);
    handle = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{');
    const broken = await ask(await mixed(), 'GET /notes', { headers: { 'plumbline-trouble': 'invalid' } });
    expect(broken).toMatchObject({ status: 200, text: '{' });
    expect(violations(broken)).toContainEqual(
      expect.objectContaining({ obligation: 'R.body', code: 'syntax' }),
    );
  });
});

describe('the log', () => {
  test('keeps both messages, who answered, what was wrong and which trouble came', async () => {
    const mock = await createMockServer(source, { log: {} });
    await ask(mock, 'GET /notes?limit=3');
    await ask(
      mock,
      'POST /notes',
      sendJson({ id: 'one', text: 'x' }, { ...key, 'plumbline-session': 'ada' }),
    );
    await ask(mock, 'GET /notes', { headers: { 'plumbline-trouble': 'reset' } }).catch(() => undefined);
    await ask(mock, 'GET /notes', { headers: { 'plumbline-trouble': 'slow=1ms; latency=1ms' } });
    const [read, refused, reset, slow] = mock.log?.entries ?? [];
    expect(read).toMatchObject({
      id: 1,
      session: 'default',
      method: 'GET',
      url: 'http://mock.test/notes?limit=3',
      operation: 'listNotes',
      answeredBy: 'example',
      response: { status: 200, body: { text: JSON.stringify([{ id: 1, text: 'Call Ada' }]), isCut: false } },
    });
    expect(refused).toMatchObject({
      session: 'ada',
      answeredBy: 'refusal',
      request: { body: { text: '{"id":"one","text":"x"}' } },
      violations: [{ obligation: 'request.body', pointer: '/id', operation: 'addNote' }],
    });
    expect(reset).toMatchObject({ answeredBy: 'trouble', trouble: ['reset'] });
    expect(reset?.response).toBeUndefined();
    expect(slow).toMatchObject({ trouble: ['latency=1ms', 'slow=1ms'], response: { status: 200 } });
  });

  test('keeps no secret', async () => {
    const mock = await createMockServer(source, { log: {} });
    const sent = sendJson(
      { id: 1, text: 'x', editToken: 'TOP' },
      { 'x-notes-key': 'TOP', authorization: 'Bearer TOP', cookie: 'a=TOP' },
    );
    await ask(mock, 'POST /notes?api_key=TOP&limit=1', sent);
    const [entry] = mock.log?.entries ?? [];
    expect(JSON.stringify(entry)).not.toMatch(/TOP|s3cret/);
    expect(entry?.url).toBe('http://mock.test/notes?api_key=%5Bredacted%5D&limit=1');
    expect(entry?.request.body?.text).toBe('{"id":1,"text":"x","editToken":"[redacted]"}');
    const form = new FormData();
    form.set('password', 'TOP');
    await ask(mock, 'POST /notes', { body: form });
    await ask(mock, 'POST /notes', { body: new URLSearchParams({ password: 'TOP', text: 'kept' }) });
    const [, multipart, encoded] = mock.log?.entries ?? [];
    expect(multipart?.request.body).toMatchObject({ text: '', isCut: true });
    expect(encoded?.request.body?.text).toBe('password=%5Bredacted%5D&text=kept');
  });

  test('keeps the latest, cuts what is long, tells listeners and can be emptied', async () => {
    const mock = await createMockServer(source, { log: { entries: 2, bodyBytes: 10 } });
    const told: ExchangeRecord[] = [];
    const end = mock.log?.subscribe((record) => told.push(record));
    for (let count = 0; count < 3; count += 1) await ask(mock, 'GET /notes');
    expect(mock.log?.entries.map(({ id }) => id)).toEqual([2, 3]);
    expect(mock.log?.after(2).map(({ id }) => id)).toEqual([3]);
    expect(mock.log?.entries[0]?.response?.body).toEqual({ text: '[{"id":1,"', bytes: 28, isCut: true });
    end?.();
    mock.log?.clear();
    await ask(mock, 'GET /notes');
    expect(mock.log?.entries.map(({ id }) => id)).toEqual([4]);
    expect(told.map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  test('is not there unless it is asked for', async () => {
    expect((await createMockServer(source)).log).toBeUndefined();
  });
});

test('the log tells what a responder answers that is not as described', async () => {
  const responders = [() => ({ status: 200, headers: { 'x-total': '1' }, body: [{ id: 1 }] })];
  const mock = await createMockServer(source, { log: {}, responders });
  await ask(mock, 'GET /notes');
  expect(mock.log?.entries[0]).toMatchObject({
    answeredBy: 'responder',
    violations: [
      {
        direction: 'response',
        obligation: 'R.body',
        pointer: '/0/text',
        code: 'required',
        place: { line: lineOf('    get:') },
      },
    ],
  });
});
