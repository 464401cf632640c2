import type { ApiModel, Description } from '@plumbline/openapi';
import { HttpResponse, http } from 'msw';
import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ContractGuard, createMockServer, GuardError, type MockServer } from '../src/index.ts';
import { guardMsw, mswHandlers } from '../src/msw/index.ts';
import { describedBy, lineOf, notesYaml } from './described.ts';

const baseUrl = 'https://api.example/v1';
const server = setupServer();
let source: { readonly model: ApiModel; readonly description: Description };
beforeAll(async () => {
  source = await describedBy(notesYaml);
  server.listen({ onUnhandledRequest: 'error' });
});
afterEach(() => server.resetHandlers());
afterAll(() => server.close());

const ok = { headers: { 'x-total': '1' } };

describe('handlers of a mock', () => {
  let mock: MockServer;
  beforeEach(async () => {
    mock = await createMockServer(source, { state: true });
    server.use(...mswHandlers(mock, { baseUrl }));
  });

  test('answer as the mock does, with its state', async () => {
    const sent = { method: 'POST', body: '{"id":7,"text":"Call Grace"}' };
    const headers = { 'content-type': 'application/json', 'x-notes-key': 'k' };
    expect((await fetch(`${baseUrl}/notes`, { ...sent, headers })).status).toBe(201);
    const listed = await fetch(`${baseUrl}/notes`);
    expect(JSON.stringify(await listed.json())).toContain('Call Grace');
    expect((await fetch(`${baseUrl}/notes?limit=99`)).status).toBe(400);
  });

  test('make its trouble; a reset is a fetch that fails', async () => {
    mock.trouble('status=503; times=1');
    expect((await fetch(`${baseUrl}/notes`)).status).toBe(503);
    const lost = fetch(`${baseUrl}/notes`, { headers: { 'plumbline-trouble': 'reset' } });
    await expect(lost).rejects.toBeInstanceOf(TypeError);
  });

  test('leave other requests to other handlers, and give way to those that come after', async () => {
    server.use(http.get('https://api.example/v1/health', () => HttpResponse.text('up')));
    expect(await (await fetch(`${baseUrl}/health`)).text()).toBe('up');
    server.use(http.get(`${baseUrl}/notes`, () => HttpResponse.json([])));
    expect(await (await fetch(`${baseUrl}/notes`)).json()).toEqual([]);
  });
});

describe('the guard of hand-written handlers', () => {
  let guard: ContractGuard;
  beforeAll(async () => {
    guard = await guardMsw(server, source, { baseUrl });
  });

  /** What the guard says after one request to one handler. */
  async function told(
    handler: Parameters<typeof server.use>[0],
    url: string,
    init: RequestInit = {},
  ): Promise<string> {
    server.use(handler);
    await fetch(url, init).catch(() => undefined);
    const error = await guard.verify().catch((thrown: unknown) => thrown);
    if (error === undefined) return '';
    expect(error).toBeInstanceOf(GuardError);
    return error instanceof Error ? error.message : '';
  }

  test('is silent about answers that are as described', async () => {
    const handler = http.get(`${baseUrl}/notes`, () => HttpResponse.json([{ id: 1, text: 'Short' }], ok));
    expect(await told(handler, `${baseUrl}/notes?limit=2`)).toBe('');
    const failing = http.get(`${baseUrl}/notes`, () => HttpResponse.error());
    expect(await told(failing, `${baseUrl}/notes`)).toBe('');
  });

  test('says where a body is not as described, and the line of the description', async () => {
    const long = 'A text that is longer than 20';
    const handler = http.get(`${baseUrl}/notes`, () => HttpResponse.json([{ id: 1, text: long }], ok));
    const message = await told(handler, `${baseUrl}/notes`);
    expect(message).toMatch(
      /^One mocked exchange is not as the description has it:\n {2}GET \/v1\/notes 200\n/,
    );
    expect(message).toContain('R.body listNotes /0/text must not be longer than 20 characters (');
    expect(message).toContain(`openapi.yaml:${lineOf('maxLength: 20')}:`);
    const foreign = http.get('https://elsewhere.example/notes', () => HttpResponse.json('anything'));
    expect(await told(foreign, 'https://elsewhere.example/notes')).toBe('');
  });

  test('says that an operation is mocked which the description does not have, and which is meant', async () => {
    const handler = http.get(`${baseUrl}/notez`, () => HttpResponse.json([]));
    expect(await told(handler, `${baseUrl}/notez`)).toContain(
      'the description has no operation for GET /notez. Did you mean GET /notes?',
    );
    const put = http.put(`${baseUrl}/notes`, () => HttpResponse.json([]));
    expect(await told(put, `${baseUrl}/notes`, { method: 'PUT' })).toContain(
      'is mocked for PUT, and takes GET',
    );
  });

  test('says that a status is mocked which is not declared', async () => {
    const handler = http.get(`${baseUrl}/notes`, () => new HttpResponse(null, { status: 503 }));
    expect(await told(handler, `${baseUrl}/notes`)).toContain('R.undeclared listNotes status is 503');
  });

  test('says that the app sends what is not described, where the handler says all is well', async () => {
    const handler = http.get(`${baseUrl}/notes`, () => HttpResponse.json([], ok));
    expect(await told(handler, `${baseUrl}/notes?limit=many`)).toContain(
      'request.parameter listNotes query/limit',
    );
    const refusing = http.get(`${baseUrl}/notes`, () => new HttpResponse(null, { status: 400 }));
    expect(await told(refusing, `${baseUrl}/notes?limit=many`)).toBe('');
  });

  test('a fixture is what it was given when it is as described, and fails the test when it is not', () => {
    const notes = [{ id: 1, text: 'Short' }];
    expect(guard.fixture('listNotes', 200, notes)).toBe(notes);
    expect(() => guard.fixture('listNotes', 200, [{ id: 1 }])).toThrow(
      /fixture listNotes 200\n.*\/0 .*text.*openapi\.yaml:\d+:\d+/,
    );
    expect(() => guard.fixture('listNote', 200, notes)).toThrow('Did you mean listNotes?');
    expect(() => guard.fixture('listNotes', 201, notes)).toThrow('R.undeclared');
  });
});
