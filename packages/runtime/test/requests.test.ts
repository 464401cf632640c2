import type { AnyHandlers, HandlerRequest, Server } from '@plumbline/runtime/server';
import { createServer } from '@plumbline/runtime/server';
import { describe, expect, test } from 'vitest';
import { ask, sendJson } from './support/ask.ts';
import { content, contractOf, json, operation, parameter, response } from './support/contract.ts';

const CREATE = {
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string', maxLength: 5 }, size: { type: 'integer' } },
  additionalProperties: false,
};

const operations = [
  operation('list', {
    parameters: [
      parameter('query', 'limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
      parameter('query', 'ids', { type: 'array', items: { type: 'integer' } }),
      parameter('header', 'X-Mode', { type: 'string', enum: ['fast', 'slow'] }),
      parameter('cookie', 'theme', { type: 'string' }),
    ],
  }),
  operation('create', { method: 'POST', requestBody: { required: true, content: [json(CREATE)] } }),
  operation('replace', { method: 'PUT', requestBody: { required: false, content: [json(CREATE)] } }),
  operation('get', { path: '/things/{id}', parameters: [parameter('path', 'id', { type: 'integer' })] }),
  operation('upload', {
    method: 'POST',
    path: '/uploads',
    requestBody: {
      required: true,
      content: [
        content('image/*'),
        content('text/plain', { type: 'string', maxLength: 5 }),
        content('application/x-www-form-urlencoded', {
          type: 'object',
          properties: { n: { type: 'integer' }, tags: { type: 'array', items: { type: 'string' } } },
          additionalProperties: false,
        }),
        content('multipart/form-data', {
          type: 'object',
          required: ['file'],
          properties: { file: { type: 'string', maxLength: 4 }, n: { type: 'integer' } },
        }),
      ],
    },
  }),
];

/** Answers with what the handler was given. */
function echo(request: HandlerRequest) {
  const { path, query, headers, cookies, body, contentType } = request;
  return {
    status: 200,
    body: { path, query, headers, cookies, body: body ?? null, contentType: contentType ?? null },
  };
}

function serverOf(
  options: { invalidPath?: 400; maxBodyBytes?: number; problemTypeBase?: string } = {},
): Server {
  const handlers: AnyHandlers = Object.fromEntries(operations.map(({ id }) => [id, echo]));
  return createServer(contractOf(operations), handlers, options);
}

const server = serverOf();

describe('parameters', () => {
  test('come typed, and defaults are filled in', async () => {
    const headers = { 'x-mode': 'fast', cookie: 'theme=dark; other=1' };
    const { body } = await ask(server, 'GET /things?ids=1&ids=2&unknown=x', { headers });
    expect(body).toMatchObject({
      query: { limit: 20, ids: [1, 2] },
      headers: { 'X-Mode': 'fast' },
      cookies: { theme: 'dark' },
    });
  });

  test.each([
    { query: 'limit=0', error: { pointer: 'query/limit', code: 'minimum' } },
    { query: 'limit=-1', error: { pointer: 'query/limit', code: 'minimum' } },
    { query: 'limit=1e9', error: { pointer: 'query/limit', code: 'maximum' } },
    { query: 'limit=1.5', error: { pointer: 'query/limit', code: 'type' } },
    { query: 'limit=abc', error: { pointer: 'query/limit', code: 'type' } },
    { query: 'limit=1&limit=2', error: { pointer: 'query/limit', code: 'duplicate' } },
    { query: 'limit=%ff', error: { pointer: 'query/limit', code: 'encoding' } },
    { query: '%ff=1', error: { pointer: 'query', code: 'encoding' } },
    { query: 'ids=1&ids=x', error: { pointer: 'query/ids/1', code: 'type' } },
  ])('answers 400 for ?$query', async ({ query, error }) => {
    const answer = await ask(server, `GET /things?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: 'urn:problem-type:validation-failed', errors: [error] });
  });

  test('that break are named all together, before the body is read', async () => {
    const { body } = await ask(server, 'GET /things?limit=0', { headers: { 'x-mode': 'other' } });
    expect(body).toMatchObject({
      errors: [{ pointer: 'query/limit' }, { pointer: 'header/X-Mode', code: 'enum' }],
    });
  });

  test.each(['abc', '1.5', '%00', '%2F', '%ff', '..%2f', '99999999999999999999'])(
    'in a path answer 404 for %s',
    async (id) => {
      const answer = await ask(server, `GET /things/${id}`);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ type: 'urn:problem-type:not-found', status: 404 });
    },
  );

  test('in a path answer 400 where that is chosen', async () => {
    const answer = await ask(serverOf({ invalidPath: 400 }), 'GET /things/abc');
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ pointer: 'path/id', code: 'type' }] });
  });
});

describe('a JSON body', () => {
  test('reaches the handler with its media type', async () => {
    const headers = { 'content-type': 'Application/JSON; charset="UTF-8"' };
    const { body } = await ask(server, 'POST /things', { body: '{"name":"a"}', headers });
    expect(body).toMatchObject({ body: { name: 'a' }, contentType: 'application/json' });
  });

  test('that breaks its schema answers 400 with a pointer for each mistake', async () => {
    const answer = await ask(server, 'POST /things', sendJson({ name: 'too long', size: 'x', 'a/b': 1 }));
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    const { errors } = answer.body as { errors: { pointer: string }[] };
    expect(errors).toHaveLength(3);
    expect(errors).toEqual(
      expect.arrayContaining([
        { pointer: '/name', code: 'maxLength', message: 'must not be longer than 5 characters' },
        { pointer: '/size', code: 'type', message: 'must be an integer' },
        { pointer: '/a~1b', code: 'additionalProperties', message: 'is not a known property' },
      ]),
    );
  });

  test('names a missing property itself', async () => {
    const { body } = await ask(server, 'POST /things', sendJson({}));
    expect(body).toMatchObject({ errors: [{ pointer: '/name', code: 'required', message: 'is required' }] });
  });

  test.each([
    { name: 'cut off', body: '{"name":' },
    { name: 'with a duplicate name', body: '{"name":"a","name":"b"}' },
    { name: 'with __proto__', body: '{"__proto__":{},"name":"a"}' },
    { name: 'with NUL', body: '{"name":"\\u0000"}' },
    { name: 'with half a surrogate pair', body: '{"name":"\\ud800"}' },
    { name: 'nested 10,000 deep', body: `${'['.repeat(10_000)}${']'.repeat(10_000)}` },
    { name: 'that is not UTF-8', body: new Uint8Array([0x22, 0xff, 0x22]) },
  ])('$name answers 400 malformed-json', async ({ body }) => {
    const answer = await ask(server, 'POST /things', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ type: 'urn:problem-type:malformed-json', title: 'Malformed JSON' });
  });

  test('does not come back in the problem', async () => {
    const { text } = await ask(server, 'POST /things', sendJson('{"password":"hunter2" oops'));
    expect(text).not.toContain('hunter2');
  });

  test('may be left out only where it is not required', async () => {
    expect((await ask(server, 'PUT /things')).status).toBe(200);
    expect(
      (await ask(server, 'PUT /things', { headers: { 'content-type': 'application/json' } })).status,
    ).toBe(200);
    const answer = await ask(server, 'POST /things', { headers: { 'content-length': '0' } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ pointer: '', code: 'required' }] });
  });
});

describe('the media type of a body', () => {
  test.each([
    'text/plain',
    'application/json\ta',
    'application/json garbage',
    'application/json;charset=utf-16',
    'application/json; charset=utf-8; charset=utf-16',
    'application/json, text/plain',
    'application/jsonp',
    'application/problem+json',
    'json',
    '',
  ])('is refused with 415 when it is "%s"', async (type) => {
    const answer = await ask(server, 'POST /things', {
      body: '{"name":"a"}',
      headers: { 'content-type': type },
    });
    expect(answer.status).toBe(415);
    expect(answer.headers.get('accept')).toBe('application/json');
    expect(answer.body).toMatchObject({ type: 'urn:problem-type:unsupported-media-type' });
  });

  test.each(['gzip', 'br', 'deflate, gzip', 'x-unknown'])(
    'is refused with 415 when the body says it is packed with %s, even where it is not',
    async (coding) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': coding };
      const answer = await ask(server, 'POST /things', { body: '{"name":"a"}', headers });
      expect(answer.status).toBe(415);
      expect(answer.headers.get('accept-encoding')).toBe('identity');
    },
  );

  test('is read when the body says that it comes as it is', async () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'identity' };
    const answer = await ask(server, 'POST /things', { body: '{"name":"a"}', headers });
    expect(answer.status).toBe(200);
  });

  test('is refused with 415 when there is none', async () => {
    const answer = await ask(server, 'POST /things', { body: new TextEncoder().encode('{"name":"a"}') });
    expect(answer.status).toBe(415);
  });

  test.each(['application/json;', 'application/json ; charset=utf-8', 'application/json;profile="a;b\\"c"'])(
    'is read when it is "%s"',
    async (type) => {
      const answer = await ask(server, 'POST /things', {
        body: '{"name":"a"}',
        headers: { 'content-type': type },
      });
      expect(answer.status).toBe(200);
    },
  );
});

describe('other bodies', () => {
  test('of a range of media types come as bytes', async () => {
    const init = { body: new Uint8Array([1, 2]), headers: { 'content-type': 'image/png' } };
    const { body } = await ask(server, 'POST /uploads', init);
    expect(body).toMatchObject({ contentType: 'image/png', body: { 0: 1, 1: 2 } });
  });

  test('of text are checked as strings', async () => {
    const headers = { 'content-type': 'text/plain' };
    expect(await ask(server, 'POST /uploads', { body: 'short', headers })).toMatchObject({
      body: { body: 'short' },
    });
    expect((await ask(server, 'POST /uploads', { body: 'too long', headers })).status).toBe(400);
    expect((await ask(server, 'POST /uploads', { body: '\0', headers })).status).toBe(400);
  });

  test('of forms come with typed fields', async () => {
    const { body } = await ask(server, 'POST /uploads', { body: new URLSearchParams('n=1&tags=a&tags=b') });
    expect(body).toMatchObject({ body: { n: 1, tags: ['a', 'b'] } });
  });

  test('of forms answer 400 for an unknown field, a repeated one and __proto__', async () => {
    for (const form of ['x=1', 'n=1&n=2', '__proto__=1', 'n=%ff']) {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expect((await ask(server, 'POST /uploads', { body: form, headers })).status).toBe(400);
    }
  });

  test('of multipart come with files, whose size the schema bounds', async () => {
    const form = new FormData();
    form.set('n', '7');
    form.set('file', new File(['abcd'], 'a.txt'));
    expect(await ask(server, 'POST /uploads', { body: form })).toMatchObject({
      status: 200,
      body: { body: { n: 7 } },
    });
    form.set('file', new File(['abcde'], 'a.txt'));
    expect(await ask(server, 'POST /uploads', { body: form })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: '/file', code: 'maxLength' }] },
    });
  });

  test('of multipart answer 400 when they are not well-formed', async () => {
    const headers = { 'content-type': 'multipart/form-data; boundary=x' };
    const answer = await ask(server, 'POST /uploads', { body: 'nonsense', headers });
    expect(answer).toMatchObject({ status: 400, body: { type: 'urn:problem-type:malformed-body' } });
  });
});

describe('a body that is too large', () => {
  const small = serverOf({ maxBodyBytes: 20 });

  test('is read at exactly the limit', async () => {
    const body = '{"name":"abc"}'.padEnd(20);
    expect((await ask(small, 'POST /things', sendJson(body))).status).toBe(200);
  });
});

describe('routes', () => {
  test.each(['GET /nothing', 'GET /things/', 'POST /things/1/2', 'GET //things', 'DELETE /'])(
    '%s answers 404',
    async (line) => {
      const answer = await ask(server, line);
      expect(answer.status).toBe(404);
      expect(answer.body).toEqual({
        type: 'urn:problem-type:not-found',
        title: 'Not Found',
        status: 404,
        detail: 'There is nothing at this path.',
        instance: line.slice(line.indexOf(' ') + 1),
        requestId: answer.headers.get('x-request-id'),
      });
    },
  );

  test('answer 405 with Allow for a method they do not have', async () => {
    const answer = await ask(server, 'DELETE /things');
    expect(answer).toMatchObject({ status: 405, body: { type: 'urn:problem-type:method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST, PUT');
  });

  test('answer OPTIONS with Allow and HEAD as GET without content', async () => {
    const options = await ask(server, 'OPTIONS /things/1');
    expect(options.status).toBe(204);
    expect(options.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    const head = await ask(server, 'HEAD /things/1');
    expect(head).toMatchObject({ status: 200, text: '' });
    expect(head.headers.get('content-type')).toBe('application/json');
    expect((await ask(server, 'HEAD /things/x')).status).toBe(404);
  });

  test('ignore fragments and stand below a base path', async () => {
    expect((await ask(server, 'GET /things/1#x?y')).status).toBe(200);
    const handlers: AnyHandlers = { get: echo };
    const based = createServer(contractOf(operations.filter(({ id }) => id === 'get')), handlers, {
      basePath: '/v2',
    });
    expect((await ask(based, 'GET /v2/things/1')).status).toBe(200);
    expect((await ask(based, 'GET /things/1')).status).toBe(404);
  });
});

describe('Accept', () => {
  test.each([
    'text/html',
    'application/json;q=0',
    'image/*, text/*;q=0.5',
    '*/*;q=0',
    'application/problem+json',
  ])('%s answers 406', async (accept) => {
    const answer = await ask(server, 'GET /things', { headers: { accept } });
    expect(answer).toMatchObject({ status: 406, body: { type: 'urn:problem-type:not-acceptable' } });
  });

  test.each([
    '*/*',
    'application/*',
    'text/html, application/json;q=0.1',
    'APPLICATION/JSON',
    'not a media type',
    '*/*;q=0, application/json',
  ])('%s answers 200', async (accept) => {
    expect((await ask(server, 'GET /things', { headers: { accept } })).status).toBe(200);
  });
});

describe('request ids', () => {
  test('are taken from the client when they are harmless', async () => {
    const { headers } = await ask(server, 'GET /things', { headers: { 'x-request-id': 'abc-1.2:3' } });
    expect(headers.get('x-request-id')).toBe('abc-1.2:3');
  });

  test.each(['x'.repeat(129), 'a b', '<script>', 'ü'])('are made new when they are not: %s', async (id) => {
    const { headers } = await ask(server, 'GET /things', { headers: { 'x-request-id': id } });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });
});

test('problem types stand below the chosen base', async () => {
  const { body } = await ask(serverOf({ problemTypeBase: 'https://errors.test/' }), 'GET /nothing');
  expect(body).toMatchObject({ type: 'https://errors.test/not-found' });
});

test('a body is not read where none is declared', async () => {
  const answer = await ask(server, 'GET /things/1');
  expect(answer.body).toMatchObject({ body: null, path: { id: 1 } });
});

test('parameters named after members of Object are read like any other', async () => {
  const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
  const odd = operation('odd', {
    parameters: names.map((name) => parameter('query', name, { type: 'string' })),
  });
  let query: Readonly<Record<string, unknown>> = {};
  const handlers: AnyHandlers = {
    odd: (request: HandlerRequest) => {
      query = request.query;
      return { status: 200, body: {} };
    },
  };
  await ask(createServer(contractOf([odd]), handlers, {}), 'GET /things?__proto__=a&toString=b');
  expect(Object.keys(query).sort()).toEqual(['__proto__', 'toString']);
  expect(({} as Record<string, unknown>).a).toBeUndefined();
  expect(Object.hasOwn(query, 'constructor')).toBe(false);
});

test('a parameter plan leaves out Accept, Content-Type and Authorization', async () => {
  const ignored = ['Accept', 'Content-Type', 'Authorization'].map((name) =>
    parameter('header', name, { type: 'string', enum: ['never'] }, { required: true }),
  );
  const one = operation('one', { parameters: ignored, responses: [response('200', [json({})])] });
  const handlers: AnyHandlers = { one: echo };
  expect((await ask(createServer(contractOf([one]), handlers, {}), 'GET /things')).status).toBe(200);
});
