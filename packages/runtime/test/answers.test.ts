import type { OperationContract, PaginationContract } from '@plumbline/runtime/contract';
import type { Answer, AnyHandlers, HandlerRequest, RequestContext, Server } from '@plumbline/runtime/server';
import {
  ContractBreach,
  createMemoryIdempotencyStore,
  createServer,
  FixedAnswer,
  ProblemError,
} from '@plumbline/runtime/server';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ask } from './support/ask.ts';
import { behaviours, content, contractOf, header, json, operation, response } from './support/contract.ts';

const THING = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'integer' } },
  additionalProperties: false,
};

interface Options {
  readonly validateResponses?: 'throw' | 'report' | 'off';
  readonly onContractBreach?: (breach: ContractBreach) => void;
  readonly onError?: (error: unknown) => void;
}

/** A server whose only operation answers `answer`, or what `answer` returns or throws. */
function serverOf(
  answer: unknown,
  rest: Partial<OperationContract> = {},
  { onError = () => undefined, ...options }: Options = {},
): Server {
  const handlers: AnyHandlers = {
    only: () => (typeof answer === 'function' ? answer() : answer) as Answer, // what handlers get wrong is the point
  };
  return createServer(contractOf([operation('only', rest)]), handlers, { onError, ...options });
}

const declared = {
  responses: [
    response('200', [json(THING)], [header('X-Count', { type: 'integer', minimum: 0 })]),
    response('204'),
    response('4XX', [content('application/problem+json', { type: 'object', required: ['balance'] })]),
  ],
};
const GOOD = { status: 200, body: { id: 1 }, headers: { 'X-Count': 3 } };

describe('an answer as declared', () => {
  test('goes out as JSON with its headers', async () => {
    const answer = await ask(serverOf(GOOD, declared), 'GET /things');
    expect(answer).toMatchObject({ status: 200, body: { id: 1 } });
    expect(Object.fromEntries(answer.headers)).toEqual({
      'content-type': 'application/json',
      'x-count': '3',
      'x-request-id': expect.any(String),
    });
  });

  test('has no content with 204', async () => {
    const answer = await ask(serverOf({ status: 204 }, declared), 'GET /things');
    expect(answer).toMatchObject({ status: 204, text: '' });
    expect(answer.headers.get('content-type')).toBeNull();
  });

  test('may come as a promise', async () => {
    expect(
      (
        await ask(
          serverOf(async () => GOOD, declared),
          'GET /things',
        )
      ).status,
    ).toBe(200);
  });

  test('may set several cookies', async () => {
    const answer = await ask(
      serverOf({ status: 200, body: {}, headers: { 'Set-Cookie': ['a=1', 'b=2'] } }),
      'GET /things',
    );
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });
});

describe.each([
  { name: 'an undeclared status', answer: { status: 299 }, error: { pointer: 'status', code: 'undeclared' } },
  {
    name: 'a body that breaks its schema',
    answer: { ...GOOD, body: { id: 'x' } },
    error: { pointer: '/id', code: 'type' },
  },
  {
    name: 'a field too many',
    answer: { ...GOOD, body: { id: 1, secret: 2 } },
    error: { pointer: '/secret' },
  },
  {
    name: 'a missing body',
    answer: { status: 200, headers: { 'X-Count': 1 } },
    error: { pointer: '', code: 'required' },
  },
  {
    name: 'an undeclared media type',
    answer: { ...GOOD, contentType: 'text/csv', body: 'a' },
    error: { pointer: 'contentType' },
  },
  {
    name: 'a missing header',
    answer: { status: 200, body: { id: 1 } },
    error: { pointer: 'header/x-count', code: 'required' },
  },
  {
    name: 'a header that breaks its schema',
    answer: { ...GOOD, headers: { 'x-count': -1 } },
    error: { pointer: 'header/x-count', code: 'minimum' },
  },
  {
    name: 'a problem that breaks its schema',
    answer: () => {
      throw new ProblemError({ status: 409 });
    },
    error: { pointer: '/balance' },
  },
])('$name', ({ answer, error }) => {
  test('is thrown as 500 that says why', async () => {
    const seen: unknown[] = [];
    const server = serverOf(answer, declared, {
      validateResponses: 'throw',
      onError: (one) => seen.push(one),
    });
    const { status, body } = await ask(server, 'GET /things');
    expect(status).toBe(500);
    expect(body).toMatchObject({ detail: expect.stringContaining('The handler of "only" answered') });
    expect(seen).toEqual([expect.any(ContractBreach)]);
    expect(seen[0]).toMatchObject({ operationId: 'only', errors: [error] });
  });

  test('is reported and answered as it is', async () => {
    const breaches: ContractBreach[] = [];
    const server = serverOf(answer, declared, {
      validateResponses: 'report',
      onContractBreach: (one) => breaches.push(one),
    });
    expect((await ask(server, 'GET /things')).status).not.toBe(500);
    expect(breaches).toMatchObject([{ operationId: 'only', errors: [error] }]);
  });

  test('is not looked at when that is switched off', async () => {
    const onContractBreach = vi.fn();
    await ask(serverOf(answer, declared, { validateResponses: 'off', onContractBreach }), 'GET /things');
    expect(onContractBreach).not.toHaveBeenCalled();
  });
});

describe('a fixed answer', () => {
  /** Counts how often it is written. */
  function counted(value: unknown) {
    const toJSON = vi.fn(() => value);
    return { body: { toJSON }, toJSON };
  }

  test('goes out the same each time and is written once', async () => {
    const { body, toJSON } = counted({ id: 1 });
    const headers = { 'X-Count': 3 };
    const fixed = new FixedAnswer({ status: 200, body, headers, contentType: 'application/json' });
    const server = serverOf(fixed, declared, { validateResponses: 'off' });
    for (const id of ['a', 'b']) {
      const answer = await ask(server, 'GET /things', { headers: { 'x-request-id': id } });
      expect(answer).toMatchObject({ status: 200, body: { id: 1 } });
      expect(Object.fromEntries(answer.headers)).toEqual({
        'content-type': 'application/json',
        'x-count': '3',
        'x-request-id': id,
      });
    }
    expect(toJSON).toHaveBeenCalledTimes(1);
  });

  test('that is not fixed is written each time', async () => {
    const { body, toJSON } = counted({ id: 1 });
    const server = serverOf({ ...GOOD, body }, declared, { validateResponses: 'off' });
    for (let turn = 0; turn < 2; turn += 1) await ask(server, 'GET /things');
    expect(toJSON).toHaveBeenCalledTimes(2);
  });

  test('that is not as declared is reported each time', async () => {
    const breaches: ContractBreach[] = [];
    const fixed = new FixedAnswer({ status: 200, body: { id: 'x' }, contentType: 'application/json' });
    const server = serverOf(fixed, declared, {
      validateResponses: 'report',
      onContractBreach: (one) => breaches.push(one),
    });
    for (let turn = 0; turn < 2; turn += 1) await ask(server, 'GET /things');
    const errors = [{ pointer: '/id' }, { pointer: 'header/x-count' }];
    expect(breaches).toMatchObject([{ errors }, { errors }]);
  });

  test('has the headers of each exchange checked', async () => {
    const breaches: ContractBreach[] = [];
    const short = {
      responses: [response('204', [], [header('X-Request-Id', { type: 'string', maxLength: 3 })])],
    };
    const server = serverOf(new FixedAnswer({ status: 204 }), short, {
      validateResponses: 'report',
      onContractBreach: (one) => breaches.push(one),
    });
    for (const id of ['abc', 'abcd']) await ask(server, 'GET /things', { headers: { 'x-request-id': id } });
    expect(breaches).toMatchObject([{ errors: [{ pointer: 'header/x-request-id' }] }]);
  });
});

describe('by default', () => {
  afterEach(() => vi.unstubAllEnvs());

  test.each([
    { env: 'development', status: 500 },
    { env: 'test', status: 500 },
    { env: 'production', status: 200 },
  ])('a wrong answer is $status in $env', async ({ env, status }) => {
    vi.stubEnv('NODE_ENV', env);
    expect((await ask(serverOf({ ...GOOD, body: {} }, declared), 'GET /things')).status).toBe(status);
  });
});

describe('what a handler throws', () => {
  test('as a problem is answered with its members and headers', async () => {
    const problem = new ProblemError({
      status: 409,
      type: 'last-admin',
      detail: 'Somebody must stay.',
      headers: { 'Retry-After': 5 },
      errors: [{ pointer: '/role', code: 'last', message: 'must stay admin' }],
      extensions: { balance: 30, status: 'never overrides' },
    });
    const answer = await ask(
      serverOf(() => Promise.reject(problem), declared),
      'GET /things?x=1',
    );
    expect(answer.status).toBe(409);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toEqual({
      type: 'urn:problem-type:last-admin',
      title: 'Last Admin',
      status: 409,
      detail: 'Somebody must stay.',
      instance: '/things',
      requestId: answer.headers.get('x-request-id'),
      errors: [{ pointer: '/role', code: 'last', message: 'must stay admin' }],
      balance: 30,
    });
  });

  test.each([
    new Error('SELECT * FROM secrets'),
    'a string: secrets',
    null,
    undefined,
    { status: 418, message: 'secrets' },
  ])('as anything else is 500, told to the hook and to nobody else: %s', async (thrown) => {
    const seen: unknown[] = [];
    const server = serverOf(
      () => {
        throw thrown;
      },
      {},
      { onError: (error) => seen.push(error) },
    );
    const answer = await ask(server, 'GET /things');
    expect(answer).toMatchObject({
      status: 500,
      body: { type: 'urn:problem-type:internal-error', requestId: answer.headers.get('x-request-id') },
    });
    expect(answer.text).not.toMatch(/secrets|stack|\.ts/);
    expect(seen).toEqual([thrown]);
  });

  test('is still answered when the hook throws as well', async () => {
    const error = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const onError = () => {
      throw new Error('the log is full');
    };
    const answer = await ask(
      serverOf(
        () => {
          throw new Error('boom');
        },
        {},
        { onError },
      ),
      'GET /things',
    );
    expect(answer.status).toBe(500);
    expect(error).toHaveBeenCalledOnce();
    error.mockRestore();
  });
});

describe('what no message can carry', () => {
  test.each(['a\r\nSet-Cookie: x=1', 'a\0', '→'])(
    'in a header is 500 and not half an answer: %j',
    async (value) => {
      const answer = await ask(
        serverOf({ status: 200, body: {}, headers: { 'X-Note': value } }),
        'GET /things',
      );
      expect(answer.status).toBe(500);
      expect(answer.headers.get('set-cookie')).toBeNull();
    },
  );

  test('in the header of a problem is left out', async () => {
    const one = operation('only', {});
    const handlers: AnyHandlers = { only: () => GOOD };
    const around = () =>
      Promise.reject(new ProblemError({ status: 503, headers: { 'X-Note': 'a\r\nb', 'Retry-After': 1 } }));
    const answer = await ask(createServer(contractOf([one]), handlers, { around }), 'GET /things');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('x-note')).toBeNull();
  });

  test('as a body of a media type that is not JSON is 500', async () => {
    const server = serverOf({ status: 200, contentType: 'text/csv', body: { a: 1 } });
    expect((await ask(server, 'GET /things')).status).toBe(500);
  });
});

describe('media types', () => {
  const several = {
    responses: [
      response('200', [
        json({}),
        content('text/csv'),
        content('text/plain', { type: 'string' }),
        content('image/*'),
      ]),
    ],
  };

  test('are chosen by what the client accepts', async () => {
    const server = serverOf({ status: 200, body: 'a,b' }, several);
    const get = async (accept?: string) => {
      const { headers, text } = await ask(
        server,
        'GET /things',
        accept === undefined ? {} : { headers: { accept } },
      );
      return [headers.get('content-type'), text];
    };
    expect(await get()).toEqual(['application/json', '"a,b"']);
    expect(await get('text/csv')).toEqual(['text/csv; charset=utf-8', 'a,b']);
    expect(await get('text/*;q=0.5, text/plain')).toEqual(['text/plain; charset=utf-8', 'a,b']);
  });

  test.each([
    { name: 'bytes', body: () => new Uint8Array([104, 105]) },
    { name: 'a buffer', body: () => new TextEncoder().encode('hi').buffer },
    { name: 'a stream', body: () => new Blob(['hi']).stream() },
    { name: 'a blob', body: () => new Blob(['hi']) },
  ])('of a range take $name', async ({ body }) => {
    const answer = await ask(
      serverOf({ status: 200, contentType: 'image/png', body: body() }, several),
      'GET /things',
    );
    expect(answer).toMatchObject({ status: 200, text: 'hi' });
    expect(answer.headers.get('content-type')).toBe('image/png');
  });
});

test('a stream that HEAD does not send is let go', async () => {
  const cancel = vi.fn();
  const answer = { status: 200, contentType: 'image/png', body: new ReadableStream({ cancel }) };
  const streaming = { responses: [response('200', [content('image/*')])] };
  expect((await ask(serverOf(answer, streaming), 'HEAD /things')).status).toBe(200);
  expect(cancel).toHaveBeenCalledOnce();
});

describe('pages', () => {
  const part = (name: string) => ({ message: 'response', in: 'header', name }) as const;
  const pagination: PaginationContract = {
    type: 'cursor',
    items: { message: 'response', in: 'body', pointer: '' },
    next: part('X-Next-Cursor'),
    hasMore: part('X-Has-More'),
    total: part('X-Total-Count'),
    invalidCursor: '400',
  };
  const paged = { behaviours: behaviours({ pagination }) };
  const headersOf = async (answer: unknown, rest: Partial<OperationContract> = paged) => {
    const { headers } = await ask(serverOf(answer, rest), 'GET /things');
    return ['x-next-cursor', 'x-has-more', 'x-total-count', 'link'].map((name) => headers.get(name));
  };

  test('stand in the headers that the description names', async () => {
    const page = { next: 'abc', hasMore: true, total: 7 };
    expect(await headersOf({ status: 200, body: [], page })).toEqual(['abc', 'true', '7', null]);
  });

  test('have no next cursor at the end and no total that nobody knows', async () => {
    expect(await headersOf({ status: 200, body: [], page: { next: null, hasMore: false } })).toEqual([
      null,
      'false',
      null,
      null,
    ]);
  });

  test('are linked where the description pages by link', async () => {
    const linked: PaginationContract = { ...pagination, type: 'link', next: part('Link') };
    const page = { next: 'https://api.test/things?c=2', hasMore: true };
    const [, , , link] = await headersOf(
      { status: 200, body: [], page },
      { behaviours: behaviours({ pagination: linked }) },
    );
    expect(link).toBe('<https://api.test/things?c=2>; rel="next"');
  });

  test('are missed when a list is answered without one', async () => {
    expect((await ask(serverOf({ status: 200, body: [] }, paged), 'GET /things')).status).toBe(500);
    expect(
      (
        await ask(
          serverOf({ status: 404, body: {}, contentType: 'application/problem+json' }, paged),
          'GET /things',
        )
      ).status,
    ).toBe(404);
  });
});

describe('the unit of work', () => {
  interface Transaction {
    readonly log: string[];
  }
  const part = { message: 'request', in: 'header', name: 'Idempotency-Key' } as const;
  const write = operation('write', {
    method: 'POST',
    behaviours: behaviours({
      idempotency: { key: part, scope: ['path'], mismatch: '409', concurrent: '409', notStored: ['5XX'] },
    }),
  });
  type Context = RequestContext & { readonly transaction: Transaction };

  function run(handle: (context: Context) => Answer) {
    const log: string[] = [];
    const handlers = {
      write: (_request: HandlerRequest, context: Context) => {
        context.transaction.log.push('handler');
        return handle(context);
      },
    };
    const server = createServer(contractOf([write]), handlers, {
      idempotency: { store: createMemoryIdempotencyStore() },
      onError: () => undefined,
      around: async (context, next) => {
        log.push('begin');
        try {
          const answer = await next({ ...context, transaction: { log } });
          log.push(answer.status < 400 ? 'commit' : 'rollback');
          return answer;
        } catch (error) {
          log.push('rollback');
          throw error;
        }
      },
    });
    return { server, log };
  }

  test.each([
    { name: 'an answer', handle: () => GOOD, status: 200, end: 'commit' },
    {
      name: 'a problem',
      handle: () => {
        throw new ProblemError({ status: 409 });
      },
      status: 409,
      end: 'rollback',
    },
    {
      name: 'an error',
      handle: () => {
        throw new Error('boom');
      },
      status: 500,
      end: 'rollback',
    },
    { name: 'a wrong answer', handle: () => ({ status: 200 }), status: 500, end: 'rollback' },
  ])('ends with $end after $name', async ({ handle, status, end }) => {
    const { server, log } = run(handle);
    expect((await ask(server, 'POST /things')).status).toBe(status);
    expect(log).toEqual(['begin', 'handler', end]);
  });

  test('stands around the idempotency store', async () => {
    const { server, log } = run(() => GOOD);
    for (let n = 0; n < 2; n++) await ask(server, 'POST /things', { headers: { 'idempotency-key': 'k' } });
    expect(log).toEqual(['begin', 'handler', 'commit', 'begin', 'commit']);
  });
});

test('a handler may answer with a promise of another library', async () => {
  // biome-ignore lint/suspicious/noThenProperty: that is what such a promise has
  const later = { then: (resolve: (answer: unknown) => void) => resolve(GOOD) };
  expect(await ask(serverOf(later, declared), 'GET /things')).toMatchObject({ status: 200, body: { id: 1 } });
});

describe('what no HTTP message can carry answers 500', () => {
  test.each([
    ['a status', { ...GOOD, status: 99 }],
    ['a status', { ...GOOD, status: 200.5 }],
    ['the name of a header', { ...GOOD, headers: { 'X-Count': 3, 'bad name': 'x' } }],
    ['a media type', { ...GOOD, contentType: 'application/json\r\nx-injected: 1' }],
  ])('%s', async (_, answer) => {
    const asked = await ask(serverOf(answer, declared, { validateResponses: 'off' }), 'GET /things');
    expect(asked).toMatchObject({ status: 500, body: { type: 'urn:problem-type:internal-error' } });
    expect(asked.headers.has('x-injected')).toBe(false);
  });

  test('a problem of such a status', async () => {
    const server = serverOf(() => {
      throw new ProblemError({ status: 42 });
    });
    expect(await ask(server, 'GET /things')).toMatchObject({ status: 500, body: { status: 500 } });
  });
});
