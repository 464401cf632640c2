import { describe, expect, test } from 'vitest';
import type { MockOptions, MockServer } from '../src/index.ts';
import { kennel } from './kennel.ts';
import { type Asked, ask, mockOf, sendJson } from './mock-of.ts';

const start = Date.parse('2026-11-24T12:00:00Z');

const mocked = (options: MockOptions = {}): Promise<MockServer> =>
  mockOf(kennel, { state: true, errors: true, now: () => start, ...options });

const asCaller =
  (mock: MockServer, token = 'anything', more: Record<string, string> = {}) =>
  (line: string, value?: unknown): Promise<Asked> => {
    const headers = { authorization: `Bearer ${token}`, ...more };
    return ask(mock, line, value === undefined ? { headers } : sendJson(value, headers));
  };

// What is compiled for one test serves the others; each has a session of its own.
const shared = await mocked();
const inOwnSession = (more: Record<string, string> = {}) =>
  asCaller(shared, 'anything', { 'plumbline-session': expect.getState().currentTestName ?? '', ...more });

const idOf = ({ body }: Asked): string => String((body as { id: unknown }).id);
const namesIn = ({ body }: Asked): readonly string[] => (body as { name: string }[]).map(({ name }) => name);

describe('what is created', () => {
  test('is read, listed and found at its Location', async () => {
    const call = inOwnSession();
    const created = await call('POST /dogs', { name: 'Fido', weight: 12 });
    expect(created).toMatchObject({
      status: 201,
      body: {
        name: 'Fido',
        weight: 12,
        breed: 'mongrel',
        status: 'active',
        createdAt: '2026-11-24T12:00:00.000Z',
      },
    });
    expect(created.headers.get('plumbline-answer')).toBe('state');
    const read = await call(`GET ${created.headers.get('location')}`);
    expect(read).toMatchObject({ status: 200, body: created.body });
    expect(namesIn(await call('GET /dogs'))).toEqual(['Rex', 'Bella', 'Fido']);
  });

  test('has its Location below what a server’s URL puts before the paths', async () => {
    const served = Object.assign({}, kennel, { servers: [{ url: 'https://kennel.example/v2' }] });
    const mock = await mockOf(served, { state: true });
    const call = asCaller(mock);
    for (const prefix of ['', '/v2']) {
      const location = (await call(`POST ${prefix}/dogs`, { name: 'Fido' })).headers.get('location') ?? '';
      expect(location).toMatch(new RegExp(`^${prefix}/dogs/`));
      expect((await call(`GET ${location}`)).status).toBe(200);
    }
  });

  test('has an id of its own', async () => {
    const call = inOwnSession();
    const [one, other] = [await call('POST /dogs', { name: 'A' }), await call('POST /dogs', { name: 'A' })];
    expect(idOf(one)).not.toBe(idOf(other));
  });

  test('stands below the thing that its path names, and nowhere else', async () => {
    const call = inOwnSession();
    const created = await call('POST /dogs/dog_002/visits', { reason: 'limps' });
    expect(created).toMatchObject({ status: 201, body: { dogId: 'dog_002', reason: 'limps' } });
    const id = idOf(created);
    expect((await call(`GET /dogs/dog_002/visits/${id}`)).status).toBe(200);
    expect((await call(`GET /dogs/dog_001/visits/${id}`)).status).toBe(404);
    expect((await call('GET /dogs/dog_001/visits')).body).toEqual({
      items: [{ id: 71, dogId: 'dog_001', reason: 'check-up', paid: true }],
    });
    expect((await call('POST /dogs/nobody/visits', { reason: 'limps' })).status).toBe(404);
  });

  test('is nothing when the request is refused', async () => {
    const call = inOwnSession();
    expect((await call('POST /dogs', { name: '' })).status).toBe(400);
    expect(namesIn(await call('GET /dogs'))).toEqual(['Rex', 'Bella']);
  });
});

describe('what is changed', () => {
  test('keeps what a PATCH does not name', async () => {
    const call = inOwnSession();
    await call('PATCH /dogs/dog_001', { note: 'bites', weight: 31 });
    expect((await call('GET /dogs/dog_001')).body).toMatchObject({
      name: 'Rex',
      breed: 'boxer',
      note: 'bites',
      weight: 31,
    });
    await call('PATCH /dogs/dog_001', { note: null });
    expect((await call('GET /dogs/dog_001')).body).toMatchObject({ name: 'Rex', note: null, weight: 31 });
    expect((await call('GET /dogs/dog_002')).body).toMatchObject({ name: 'Bella', weight: 9 });
  });

  test('keeps nothing that a PUT does not name but what the server made', async () => {
    const call = inOwnSession();
    expect(await call('PUT /dogs/dog_001', { name: 'Max' })).toMatchObject({ status: 200 });
    expect((await call('GET /dogs/dog_001')).body).toEqual({
      id: 'dog_001',
      name: 'Max',
      breed: 'mongrel',
      status: 'active',
      createdAt: '2026-01-02T03:04:05Z',
    });
  });

  test('has the status that an action is named for', async () => {
    const call = inOwnSession();
    expect(await call('POST /dogs/dog_001/archive')).toMatchObject({
      status: 200,
      body: { status: 'archived' },
    });
    expect((await call('GET /dogs/dog_001')).body).toMatchObject({ name: 'Rex', status: 'archived' });
    expect((await call('POST /dogs/nobody/archive')).status).toBe(404);
  });

  test('is also what there is one of only', async () => {
    const call = inOwnSession();
    await call('PATCH /owner', { phone: '123' });
    expect((await call('GET /owner')).body).toEqual({ name: 'Ada', phone: '123' });
  });
});

test('what is deleted is not found any more, nor what was below it', async () => {
  const call = inOwnSession();
  expect((await call('DELETE /dogs/dog_001')).status).toBe(204);
  for (const line of ['GET /dogs/dog_001', 'DELETE /dogs/dog_001', 'GET /dogs/dog_001/visits/71']) {
    expect(await call(line)).toMatchObject({
      status: 404,
      body: { type: 'https://kennel.example/problems/404' },
    });
  }
  expect(namesIn(await call('GET /dogs'))).toEqual(['Bella']);
});

describe('a list', () => {
  test('keeps what the filters ask for, in the order that is asked for', async () => {
    const call = inOwnSession();
    await call('POST /dogs', { name: 'Alf', breed: 'boxer', weight: 28 });
    expect(namesIn(await call('GET /dogs?breed=boxer'))).toEqual(['Rex', 'Alf']);
    expect(namesIn(await call('GET /dogs?min_weight=28.5'))).toEqual(['Rex']);
    expect(namesIn(await call('GET /dogs?q=bell'))).toEqual(['Bella']);
    expect(namesIn(await call('GET /dogs?sort=-name'))).toEqual(['Rex', 'Bella', 'Alf']);
  });

  test('is walked page by page without loss while things come and go', async () => {
    const call = inOwnSession();
    for (const name of ['C', 'D', 'E']) await call('POST /dogs', { name });
    const first = await call('GET /dogs?limit=2');
    expect(namesIn(first)).toEqual(['Rex', 'Bella']);
    expect([first.headers.get('x-more'), first.headers.get('x-total')]).toEqual(['true', '5']);
    await call('DELETE /dogs/dog_002');
    const second = await call(`GET /dogs?limit=3&cursor=${first.headers.get('x-next')}`);
    expect(namesIn(second)).toEqual(['C', 'D', 'E']);
    expect([second.headers.get('x-more'), second.headers.has('x-next')]).toEqual(['false', false]);
  });

  test('that was asked for before tells what has changed since', async () => {
    const call = inOwnSession();
    const line = 'GET /dogs?sort=name';
    expect(namesIn(await call(line))).toEqual(['Bella', 'Rex']);
    expect(namesIn(await call(line))).toEqual(['Bella', 'Rex']);
    await call('PATCH /dogs/dog_001', { name: 'Ada' });
    expect(namesIn(await call(line))).toEqual(['Ada', 'Bella']);
    shared.state?.session(expect.getState().currentTestName).reset();
    expect(namesIn(await call(line))).toEqual(['Bella', 'Rex']);
  });

  test('refuses a cursor of another list', async () => {
    const call = inOwnSession();
    const cursor = (await call('GET /dogs?limit=1')).headers.get('x-next');
    expect((await call(`GET /dogs?limit=1&cursor=${cursor}`)).status).toBe(200);
    expect((await call(`GET /dogs?limit=1&breed=boxer&cursor=${cursor}`)).status).toBe(400);
    expect((await call('GET /dogs?cursor=invented')).status).toBe(400);
  });
});

describe('behaviours', () => {
  test('a repeated key gets the first answer, and another body under it a conflict', async () => {
    const call = inOwnSession({ 'idempotency-key': 'k1' });
    const first = await call('POST /dogs', { name: 'Fido' });
    expect(await call('POST /dogs', { name: 'Fido' })).toMatchObject({ status: 201, body: first.body });
    expect((await call('POST /dogs', { name: 'Other' })).status).toBe(409);
    expect(namesIn(await call('GET /dogs'))).toEqual(['Rex', 'Bella', 'Fido']);
  });

  test('more requests than the limit are refused until the window ends', async () => {
    let now = start;
    const call = asCaller(await mocked({ now: () => now }));
    for (let left = 40; left > 0; left -= 1) expect((await call('GET /owner')).status).toBe(200);
    const refused = await call('GET /owner');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
    now += 60_000;
    expect((await call('GET /owner')).status).toBe(200);
  });

  test('a token needs the scopes of the operation', async () => {
    const patch = (token: string) => asCaller(shared, token)('PATCH /owner', { name: 'Eve' });
    expect((await patch('mock_default~')).status).toBe(403);
    expect((await patch('mock_default~write.owner')).status).toBe(200);
  });

  test('each is kept only until it is switched off', async () => {
    const behaviours = { scopes: false, rateLimit: false, idempotency: false, paging: false };
    const mock = await mocked({ behaviours });
    const call = asCaller(mock, 'mock_default~', { 'idempotency-key': 'k1' });
    expect((await call('PATCH /owner', { name: 'Eve' })).status).toBe(200);
    for (let sent = 0; sent < 45; sent += 1)
      expect((await call('POST /dogs', { name: 'F' })).status).toBe(201);
    expect(namesIn(await call('GET /dogs?limit=2'))).toHaveLength(47);
  });

  test('once a session knows tokens, it knows no others', async () => {
    const mock = await mocked({ tokens: { good: { scopes: [] } } });
    expect((await asCaller(mock, 'good')('GET /owner')).status).toBe(200);
    expect((await asCaller(mock, 'good')('PATCH /owner', { name: 'Eve' })).status).toBe(403);
    expect((await asCaller(mock, 'bad')('GET /owner')).status).toBe(401);
  });
});

describe('sessions', () => {
  test('share nothing', async () => {
    const [one, other] = ['one', 'other'].map((name) => asCaller(shared, 'x', { 'plumbline-session': name }));
    await one?.('DELETE /dogs/dog_001');
    expect((await one?.('GET /dogs/dog_001'))?.status).toBe(404);
    expect((await other?.('GET /dogs/dog_001'))?.status).toBe(200);
    expect(shared.state?.sessionNames).toEqual(expect.arrayContaining(['one', 'other']));
  });

  test('are reset, kept as snapshots and restored', async () => {
    const call = inOwnSession();
    const session = shared.state?.session(expect.getState().currentTestName);
    await call('POST /dogs', { name: 'Fido' });
    const snapshot = structuredClone(session?.snapshot());
    session?.reset();
    expect(namesIn(await call('GET /dogs'))).toEqual(['Rex', 'Bella']);
    if (snapshot) session?.restore(snapshot);
    expect(namesIn(await call('GET /dogs'))).toEqual(['Rex', 'Bella', 'Fido']);
  });

  test('stay as they are when what they took or handed out is changed by others', async () => {
    const session = shared.state?.session(expect.getState().currentTestName);
    const seed = { id: 'dog_9', name: 'Seed' };
    session?.seed({ items: { Dog: [seed] } });
    const call = inOwnSession();
    const before = await call('GET /dogs');
    seed.name = '';
    const handedOut = [session?.inspect().collections[0]?.items, session?.snapshot().shelves[0]?.items];
    // Safe: whoever ignores that these are readonly.
    for (const items of handedOut) (items as unknown[]).length = 0;
    expect(await call('GET /dogs')).toMatchObject({ status: 200, body: before.body });
  });

  test('take seeds by type and by path, and show what they hold', async () => {
    const session = shared.state?.session(expect.getState().currentTestName);
    session?.seed({
      items: { Dog: [{ id: 'dog_9', name: 'Seed' }], '/dogs/dog_9/visits': [{ id: 5, reason: 'new' }] },
    });
    const call = inOwnSession();
    expect((await call('GET /dogs/dog_9')).body).toMatchObject({ name: 'Seed', breed: 'boxer' });
    expect((await call('GET /dogs/dog_9/visits/5')).status).toBe(200);
    const shown = session?.inspect().collections.map(({ path, items }) => [path, items.length]);
    expect(shown).toContainEqual(['/dogs', 3]);
    expect(() => session?.seed({ items: { Cat: [] } })).toThrow('`Cat` is no collection. There are Dog.');
    expect(() => session?.seed({ items: { Dog: [{ name: 'No id' }] } })).toThrow('has no id');
  });

  test('outlive a reload of the description', async () => {
    const mock = await mocked();
    const call = asCaller(mock);
    await call('POST /dogs', { name: 'Fido' });
    const { modelOf } = await import('./mock-of.ts');
    mock.reload({ model: modelOf(kennel) });
    expect(namesIn(await call('GET /dogs'))).toEqual(['Rex', 'Bella', 'Fido']);
  });
});

test('without the option nothing is remembered', async () => {
  const mock = await mockOf(kennel, { errors: true });
  const call = asCaller(mock);
  await call('DELETE /dogs/dog_001');
  expect(await call('GET /dogs/dog_001')).toMatchObject({ status: 200, body: { name: 'Rex' } });
  expect(mock.state).toBeUndefined();
  expect((await call('GET /owner')).headers.has('plumbline-answer')).toBe(false);
});

test('a preferred status or example goes before the state', async () => {
  const call = inOwnSession({ prefer: 'code=404' });
  expect((await call('GET /dogs/dog_001')).status).toBe(404);
});
