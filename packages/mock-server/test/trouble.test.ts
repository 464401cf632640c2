import { beforeEach, describe, expect, test } from 'vitest';
import { ConnectionReset, type MockOptions, type MockServer } from '../src/index.ts';
import { answering, documentOf, json, problem, shop } from './documents.ts';
import { type Asked, ask, mockOf, sendJson } from './mock-of.ts';

const thing = {
  type: 'object',
  additionalProperties: false,
  required: ['id', 'name'],
  properties: { id: { type: 'integer' }, name: { type: 'string', maxLength: 20 } },
};

const things = documentOf({
  '/things': {
    get: {
      operationId: 'listThings',
      responses: {
        200: json({ schema: { type: 'array', items: thing }, example: [{ id: 1, name: 'One' }] }),
        429: problem({ type: 'https://shop.example/problems/too-many', status: 429 }),
      },
    },
    post: {
      operationId: 'addThing',
      requestBody: { required: true, content: { 'application/json': { schema: thing } } },
      responses: { 201: json({ schema: thing, example: { id: 1, name: 'One' } }) },
    },
  },
});

const trouble = (plan: string, headers: Record<string, string> = {}): RequestInit => ({
  headers: { 'plumbline-trouble': plan, ...headers },
});
const fired = ({ headers }: Asked) => headers.get('plumbline-trouble-fired');

let mock: MockServer;
beforeEach(async () => {
  mock = await mockOf(things);
});

/** What came to each of so many requests. */
async function series(
  server: MockServer,
  line: string,
  init: RequestInit,
  length: number,
): Promise<string[]> {
  const seen: string[] = [];
  for (let count = 0; count < length; count += 1) {
    const asked = await ask(server, line, init).catch(() => undefined);
    seen.push(asked === undefined ? 'reset' : String(asked.status));
  }
  return seen;
}

describe('trouble that a request asks for', () => {
  test('answers a declared status as it is declared, and says that it was trouble', async () => {
    const asked = await ask(mock, 'GET /things', trouble('status=429'));
    expect(asked).toMatchObject({
      status: 429,
      body: { type: 'https://shop.example/problems/too-many', status: 429 },
    });
    expect(fired(asked)).toBe('status=429');
    expect(fired(await ask(mock, 'GET /things'))).toBeNull();
  });

  test('answers a status that is not declared as a problem, with when to come back', async () => {
    const asked = await ask(mock, 'GET /things', trouble('status=503'));
    expect(asked).toMatchObject({ status: 503, body: { type: 'about:blank', status: 503 } });
    expect(asked.headers.get('retry-after')).toBe('1');
    const strange = await ask(mock, 'GET /things', trouble('status=undeclared'));
    expect([200, 429]).not.toContain(strange.status);
    expect(fired(strange)).toBe(`status=${strange.status}`);
  });

  test('meets a request that is not as described as well, as a gateway would', async () => {
    expect((await ask(mock, 'POST /things', { ...trouble('status=502'), method: 'POST' })).status).toBe(502);
  });

  test('breaks a body by one keyword of its schema, and nothing else', async () => {
    const asked = await ask(mock, 'GET /things', trouble('invalid=required'));
    expect(asked.status).toBe(200);
    expect(fired(asked)).toBe('invalid=required at /0');
    expect(Object.keys((asked.body as object[])[0] ?? {})).toHaveLength(1);
  });

  test('leaves alone what cannot be broken, and does not say it was', async () => {
    const plain = await mockOf(
      answering({ 200: json({ example: { id: 1 } }), 204: { description: 'Nothing.' } }),
    );
    for (const plan of ['invalid', 'invalid=maxLength']) {
      const asked = await ask(plain, 'GET /thing', trouble(plan));
      expect(asked).toMatchObject({ status: 200, body: { id: 1 } });
      expect(fired(asked)).toBeNull();
    }
    expect(
      fired(await ask(plain, 'GET /thing', trouble('truncate; slow=1s', { prefer: 'code=204' }))),
    ).toBeNull();
  });

  test('resets the connection, which `fetch` tells as a TypeError', async () => {
    const asked = ask(mock, 'GET /things', trouble('reset'));
    await expect(asked).rejects.toBeInstanceOf(TypeError);
    await expect(asked).rejects.toMatchObject({ message: 'fetch failed', cause: { code: 'ECONNRESET' } });
    await expect(asked).rejects.toBeInstanceOf(ConnectionReset);
  });

  test('ends a body within its bytes', async () => {
    const request = new Request('http://mock.test/things', trouble('truncate=50%'));
    const response = await mock.fetch(request);
    const whole = JSON.stringify([{ id: 1, name: 'One' }]);
    expect(response.headers.get('content-length')).toBe(String(whole.length));
    await expect(response.text()).rejects.toBeInstanceOf(TypeError);
  });

  test('sends a body slowly and whole', async () => {
    const started = performance.now();
    const asked = await ask(mock, 'GET /things', trouble('slow=60ms'));
    expect(asked.body).toEqual([{ id: 1, name: 'One' }]);
    expect(fired(asked)).toBe('slow=60ms');
    expect(performance.now() - started).toBeGreaterThan(40);
  });

  test('holds an answer back, and lets go of it when the client gives up', async () => {
    const started = performance.now();
    const asked = await ask(mock, 'GET /things', trouble('latency=30ms..40ms'));
    expect(performance.now() - started).toBeGreaterThan(25);
    expect(fired(asked)).toMatch(/^latency=3\d|40ms$/);
    const signal = AbortSignal.timeout(20);
    const given = ask(mock, 'GET /things', { ...trouble('latency=50s'), signal });
    await expect(given).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('is refused in a sentence when it is none', async () => {
    const asked = await ask(mock, 'GET /things', trouble('latncy=2s'));
    expect(asked).toMatchObject({
      status: 400,
      body: { detail: 'There is no trouble called "latncy". Did you mean `latency`?' },
    });
  });

  test('comes to nobody where the header is switched off', async () => {
    const calm = await mockOf(things, { trouble: { header: false } });
    expect((await ask(calm, 'GET /things', trouble('status=503; nonsense'))).status).toBe(200);
  });
});

describe('trouble in process', () => {
  test('comes to so many requests after so many others, and ends when it is told to', async () => {
    const outage = mock.trouble('status=503; after=1; times=2', { operations: ['listThings'] });
    expect(await series(mock, 'GET /things', {}, 4)).toEqual(['200', '503', '503', '200']);
    outage.end();
    mock.trouble('reset').end();
    expect((await ask(mock, 'GET /things')).status).toBe(200);
  });

  test('comes to the operations and the session it is for only', async () => {
    mock.trouble('status=503', { operations: ['addThing'] });
    expect((await ask(mock, 'GET /things')).status).toBe(200);
    mock.trouble('status=502', { session: 'ada' });
    expect((await ask(mock, 'GET /things', { headers: { 'plumbline-session': 'ada' } })).status).toBe(502);
    expect((await ask(mock, 'GET /things')).status).toBe(200);
  });

  test('the newest plan counts, and what the request asks for stands before it', async () => {
    mock.trouble('status=503');
    mock.trouble('status=502');
    expect((await ask(mock, 'GET /things')).status).toBe(502);
    expect((await ask(mock, 'GET /things', trouble('status=500'))).status).toBe(500);
  });

  test('throws for a plan that is none', () => {
    expect(() => mock.trouble('statsu=500')).toThrow('Did you mean `status`?');
  });

  test('a status on demand changes nothing', async () => {
    const kept = await mockOf(things, { state: true });
    kept.trouble('status=503; times=1', { operations: ['addThing'] });
    const send = () => ask(kept, 'POST /things', sendJson({ id: 7, name: 'Seven' }));
    const before = (await ask(kept, 'GET /things')).body;
    expect((await send()).status).toBe(503);
    expect((await ask(kept, 'GET /things')).body).toEqual(before);
    expect((await send()).status).toBe(201);
  });
});

describe('the same seed makes the same trouble', () => {
  const plan = 'status=503@0.3; reset@0.2';
  const run = async (options: MockOptions, init: RequestInit = {}, text = plan) => {
    const server = await mockOf(things, { ...options, trouble: { plan: text } });
    return series(server, 'GET /things', init, 40);
  };

  test('from one start to the next, for each session apart', async () => {
    const [first, again] = [await run({ seed: 7 }), await run({ seed: 7 })];
    expect(again).toEqual(first);
    expect(new Set(first)).toEqual(new Set(['200', '503', 'reset']));
    expect(await run({ seed: 8 })).not.toEqual(first);
    expect(await run({ seed: 7 }, { headers: { 'plumbline-session': 'ada' } })).not.toEqual(first);
  });

  test('a plan may bring a seed of its own', async () => {
    const seeded = `${plan}; seed=1`;
    expect(await run({ seed: 7 }, {}, seeded)).toEqual(await run({ seed: 8 }, {}, seeded));
  });

  test('about as often as it was asked for', async () => {
    const server = await mockOf(things, { trouble: { plan: 'status=503@0.1' } });
    const seen = await series(server, 'GET /things', {}, 400);
    const share = seen.filter((status) => status === '503').length / seen.length;
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.16);
  });
});

test('Prefer: code= still asks for a declared status, and checks the request first', async () => {
  const orders = await mockOf(shop(), { security: false });
  const prefer = { headers: { prefer: 'code=404' } };
  expect((await ask(orders, 'GET /orders/1', prefer)).status).toBe(404);
  expect((await ask(orders, 'GET /orders/x', { headers: { prefer: 'code=200' } })).status).not.toBe(200);
});
