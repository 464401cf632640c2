import { toApiModel } from '@plumbline/openapi';
import { beforeEach, describe, expect, test } from 'vitest';
import { createMockServer, type MockServer } from '../src/index.ts';
import { documentOf, json } from './documents.ts';
import { type Asked, ask, mockOf, sendJson } from './mock-of.ts';

const note = {
  type: 'object',
  required: ['id', 'text'],
  properties: { id: { type: 'integer', readOnly: true }, text: { type: 'string' } },
};
const notFound = { description: 'There is none.' };
const notes = documentOf({
  '/notes': {
    get: { operationId: 'listNotes', responses: { 200: json({ schema: { type: 'array', items: note } }) } },
    post: {
      operationId: 'addNote',
      requestBody: { required: true, content: { 'application/json': { schema: note } } },
      responses: { 201: json({ schema: note, example: { id: 1, text: 'Call Ada' } }) },
    },
  },
  '/notes/{id}': {
    parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
    get: {
      operationId: 'getNote',
      responses: { 200: json({ schema: note, example: { id: 1, text: 'Call Ada' } }), 404: notFound },
    },
    delete: { operationId: 'deleteNote', responses: { 204: { description: 'Gone.' }, 404: notFound } },
  },
});

let mock: MockServer;
beforeEach(async () => {
  mock = await mockOf(notes, { state: true, control: true, seed: 1 });
});

const control = (line: string, init: RequestInit = {}): Promise<Asked> =>
  ask(mock, line.replace(' /', ' /__plumbline/'), init);
const texts = async (headers: Record<string, string> = {}): Promise<unknown[]> => {
  const { body } = await ask(mock, 'GET /notes', { headers });
  return (body as { text: string }[]).map(({ text }) => text);
};
const add = (text: string, headers = {}) => ask(mock, 'POST /notes', sendJson({ text }, headers));
const ada = { 'plumbline-session': 'ada' };

describe('control over HTTP', () => {
  test('resets one session and leaves the others', async () => {
    const start = await texts();
    await add('Mine');
    await add('Hers', ada);
    expect(await texts()).toContain('Mine');
    expect((await control('POST /session/reset')).status).toBe(204);
    expect(await texts()).toEqual(start);
    expect(await texts(ada)).toContain('Hers');
    expect((await control('GET /sessions')).body).toEqual(expect.arrayContaining(['default', 'ada']));
  });

  test('takes a snapshot and puts it back, into another session too', async () => {
    await add('Kept');
    const snapshot = (await control('GET /session/snapshot')).body;
    await add('Lost');
    expect((await control('PUT /session/snapshot', sendJson(snapshot))).status).toBe(204);
    expect(await texts()).toContain('Kept');
    expect(await texts()).not.toContain('Lost');
    expect((await control('PUT /session/snapshot', sendJson(snapshot, ada))).status).toBe(204);
    expect(await texts(ada)).toEqual(await texts());
    expect(await control('PUT /session/snapshot', sendJson({ version: 2 }))).toMatchObject({
      status: 400,
      body: { errors: expect.arrayContaining([expect.objectContaining({ pointer: '/version' })]) },
    });
  });

  test('seeds items, and says what fits no collection', async () => {
    const seed = { items: { '/notes': [{ id: 50, text: 'Seeded' }] } };
    expect((await control('POST /session/seed', sendJson(seed))).status).toBe(204);
    expect((await ask(mock, 'GET /notes/50')).body).toMatchObject({ text: 'Seeded' });
    const wrong = await control('POST /session/seed', sendJson({ items: { Nothing: [{}] } }));
    expect(wrong).toMatchObject({ status: 422, body: { detail: expect.stringContaining('Nothing') } });
  });

  test('shows what is there, and what each operation does', async () => {
    await add('Shown');
    const { body } = await control('GET /session');
    expect(body).toMatchObject({ name: 'default', collections: [{ path: '/notes' }] });
    expect(JSON.stringify(body)).toContain('Shown');
    const roles = (await control('GET /operations')).body as { id: string; role: string }[];
    expect(roles.map(({ id, role }) => [id, role])).toEqual([
      ['listNotes', 'list'],
      ['addNote', 'create'],
      ['getNote', 'read'],
      ['deleteNote', 'delete'],
    ]);
  });

  test('makes trouble for a session and an operation, and ends it', async () => {
    const plan = { plan: 'status=503', session: 'ada', operations: ['listNotes'] };
    const made = await control('POST /trouble', sendJson(plan));
    expect(made).toMatchObject({ status: 201, body: plan });
    expect((await ask(mock, 'GET /notes', { headers: ada })).status).toBe(503);
    expect((await ask(mock, 'GET /notes')).status).toBe(200);
    const { id } = (made.body as { id: string }) ?? {};
    expect((await control('GET /trouble')).body).toEqual([{ id, ...plan }]);
    expect((await control(`DELETE /trouble/${id}`)).status).toBe(204);
    expect((await control(`DELETE /trouble/${id}`)).status).toBe(404);
    expect((await ask(mock, 'GET /notes', { headers: ada })).status).toBe(200);
    mock.trouble('status=500');
    expect((await control('DELETE /trouble')).status).toBe(204);
    expect((await ask(mock, 'GET /notes')).status).toBe(200);
  });

  test('refuses trouble that is none, for an operation that is none', async () => {
    expect(await control('POST /trouble', sendJson({ plan: 'statsu=503' }))).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('Did you mean `status`?') },
    });
    expect(await control('POST /trouble', sendJson({ plan: 'reset', operations: ['nope'] }))).toMatchObject({
      status: 422,
      body: { detail: expect.stringContaining('There is no operation "nope"') },
    });
  });

  test('moves, stops and resets the clock', async () => {
    const set = await control('PATCH /clock', {
      ...sendJson({ now: '2030-01-01T00:00:00Z', moveBy: 60_000, isStopped: true }),
    });
    expect(set.body).toEqual({ now: '2030-01-01T00:01:00.000Z', isStopped: true });
    expect(mock.clock.now()).toBe(Date.UTC(2030, 0, 1, 0, 1));
    expect((await control('GET /clock')).body).toEqual(set.body);
    expect((await control('PATCH /clock', sendJson({ moveBy: -9e15 }))).status).toBe(400);
    expect((await control('DELETE /clock')).body).toMatchObject({ isStopped: false });
    expect(Math.abs(mock.clock.now() - Date.now())).toBeLessThan(1000);
  });

  test('reads the log on from an exchange, and empties it', async () => {
    await add('Logged');
    await ask(mock, 'POST /notes', sendJson({ text: 7 }));
    const all = (await control('GET /log')).body as { id: number; violations: object[] }[];
    expect(all.map(({ id }) => id)).toEqual([1, 2]);
    expect((await control('GET /log?after=1')).body).toMatchObject([
      { id: 2, answeredBy: 'refusal', violations: [{ pointer: '/text', code: 'type' }] },
    ]);
    expect((await control('GET /log?after=x')).status).toBe(400);
    expect((await control('DELETE /log')).status).toBe(204);
    expect((await control('GET /log')).body).toEqual([]);
  });

  test('is described by a description that can be read, and answers as described', async () => {
    const { body } = await control('GET /openapi.json');
    const sourceOf = (pointer: string) => ({ file: 'control.json', pointer });
    const read = toApiModel({ document: body, sourceOf, locate: (place) => place });
    expect(read.diagnostics).toEqual([]);
    expect(read.model.operations.map(({ id }) => id)).toContain('seedSession');
    expect(await control('GET /nothing')).toMatchObject({ status: 404, body: { status: 404 } });
    expect((await control('GET /diagnostics')).body).toEqual([]);
  });

  test('is not for pages of other origins', async () => {
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
      expect((await control('POST /session/reset', { headers })).status).toBe(403);
      const page = await control('GET /log', { headers });
      expect(page.status).toBe(403);
      expect(page.headers.get('access-control-allow-origin')).toBeNull();
    }
    const own = { origin: 'http://mock.test', 'sec-fetch-site': 'same-origin' };
    expect((await control('GET /log', { headers: own })).status).toBe(200);
  });

  test('says so where the mock remembers nothing', async () => {
    mock = await mockOf(notes, { control: true });
    expect(await control('GET /session')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Start it with state') },
    });
    expect((await control('GET /trouble')).status).toBe(200);
  });

  test('is not there unless it is asked for', async () => {
    mock = await mockOf(notes, { state: true });
    expect((await control('GET /clock')).status).toBe(404);
  });
});

describe('a description that is put in the place of another', () => {
  const model = (document: unknown) => {
    const sourceOf = (pointer: string) => ({ file: 'openapi.yaml', pointer });
    return toApiModel({ document, sourceOf, locate: (place) => place }).model;
  };

  test('is served at once; what was remembered, the log, the clock and the trouble stay', async () => {
    const before = await createMockServer({ model: model(notes) }, { state: true, log: {} });
    await ask(before, 'POST /notes', sendJson({ text: 'Kept' }));
    before.clock.set(Date.UTC(2030, 0));
    before.trouble('status=503', { operations: ['getNote'] });
    const { paths } = notes as { paths: Record<string, object> };
    before.reload({
      model: model(
        documentOf({
          ...paths,
          '/more': { get: { operationId: 'more', responses: { 204: { description: 'More.' } } } },
        }),
      ),
    });
    expect((await ask(before, 'GET /more')).status).toBe(204);
    expect((await ask(before, 'GET /notes')).text).toContain('Kept');
    expect((await ask(before, 'GET /notes/1')).status).toBe(503);
    expect(before.clock.now()).toBeGreaterThanOrEqual(Date.UTC(2030, 0));
    expect(before.log?.entries.length).toBe(4);
  });
});
