import { describe, expect, test } from 'vitest';
import type { TypeChoices } from '../src/index.ts';
import { generate } from './generate.ts';

/** The printed type of the component `Thing`, on one line and without comments. */
async function typeOf(
  schema: unknown,
  others: Record<string, unknown> = {},
  openapi = '3.1.1',
  choices: TypeChoices = {},
): Promise<string> {
  const components = { schemas: { Thing: schema, ...others } };
  const document = { openapi, info: { title: 'T', version: '1' }, paths: {}, components };
  const { text } = await generate(document, choices);
  const printed = oneLine(text('types.ts'));
  const start = printed.indexOf('Thing: ') + 'Thing: '.length;
  const [next] = Object.keys(others);
  return printed.slice(start, printed.indexOf(next === undefined ? '; }; responses:' : `; ${next}: `, start));
}

function oneLine(text: string): string {
  return text.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ');
}

describe('a schema as a type', () => {
  test.each([
    ['an enum without a type', { enum: ['a', 'b'] }, '"a" | "b"'],
    ['an enum of numbers and null', { type: ['integer', 'null'], enum: [1, -2, null] }, '1 | -2 | null'],
    ['a constant null', { const: null }, 'null'],
    [
      'a null that is also something else, itself among it',
      {
        type: 'null',
        oneOf: [{ type: 'string' }, { type: 'array', items: { $ref: '#/components/schemas/Thing' } }],
      },
      'null',
    ],
    ['an object enum', { enum: [{ a: 1 }, { a: 2 }] }, '{ a: 1; } | { a: 2; }'],
    ['true', true, 'unknown'],
    ['false', false, 'never'],
    ['any object', { type: 'object' }, 'Record<string, unknown>'],
    ['a map', { type: 'object', additionalProperties: { type: 'integer' } }, '{ [key: string]: number; }'],
    [
      'named and other properties',
      {
        type: 'object',
        required: ['a'],
        properties: { a: { type: 'integer' } },
        additionalProperties: { type: 'string' },
      },
      '{ a: number; } & { [key: string]: unknown; }',
    ],
    ['a default', { type: 'object', properties: { a: { type: 'string', default: 'x' } } }, '{ a?: string; }'],
    [
      'titled constants',
      { type: 'string', oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] },
      '"a" | "b"',
    ],
    [
      'alternatives that only demand',
      { type: 'object', properties: { a: {}, b: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
      '{ a?: unknown; b?: unknown; }',
    ],
    [
      'properties beside anyOf',
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        anyOf: [
          { type: 'object', properties: { b: { type: 'string' } } },
          { type: 'object', properties: { c: { type: 'string' } } },
        ],
      },
      '{ a?: string; } & ({ b?: string; } | { c?: string; })',
    ],
    ['a list without a type', { items: { type: 'string' } }, 'string[]'],
    ['boolean members of allOf', { allOf: [true, { type: 'string' }] }, 'unknown & string'],
  ])('%s', async (_, schema, type) => expect(await typeOf(schema)).toBe(type));

  test('a reference deep into another schema', async () => {
    const type = await typeOf(
      { type: 'array', items: { $ref: '#/components/schemas/Other/properties/part/items' } },
      { Other: { type: 'object', properties: { part: { type: 'array', items: { type: 'integer' } } } } },
    );
    expect(type).toBe('components["schemas"]["Other_properties_part_items"][]');
  });

  test('keywords beside a reference count since 3.1', async () => {
    const schema = { $ref: '#/components/schemas/Other', properties: { b: { type: 'string' } } };
    const other = { Other: { type: 'object', properties: { a: { type: 'string' } } } };
    expect(await typeOf(schema, other)).toBe('components["schemas"]["Other"] & { b?: string; }');
    expect(await typeOf(schema, other, '3.0.3')).toBe('components["schemas"]["Other"]');
  });

  test('a reference that leads nowhere is unknown, and reported', async () => {
    const { losses } = await generate({
      openapi: '3.1.1',
      info: { title: 'T', version: '1' },
      paths: {},
      components: {
        schemas: { Thing: { type: 'object', properties: { a: { $ref: '#/components/schemas/Gone' } } } },
      },
    });
    expect(losses.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'codegen/types: The reference `#/components/schemas/Gone` leads to no schema, so its type is `unknown`.',
    ]);
  });

  test('a recursive one refers to itself', async () => {
    const tree = { type: 'object', properties: { left: { $ref: '#/components/schemas/Thing' } } };
    expect(await typeOf(tree)).toBe('{ left?: components["schemas"]["Thing"]; }');
  });
});

describe('enums that are open', () => {
  const kinds = (...values: string[]) => ({ type: 'object', properties: { kind: { enum: values } } });
  const object = (kind: string) => `{ kind?: ${kind}; }`;
  test.each([
    ['texts', { enum: ['a', 'b'] }, '("a" | "b") | (string & {})'],
    ['numbers', { type: 'integer', enum: [1, 2] }, '(1 | 2) | (number & {})'],
    [
      'texts or null',
      { type: ['string', 'null'], enum: ['a', 'b', null] },
      '("a" | "b" | null) | (string & {})',
    ],
    [
      'titled constants',
      { oneOf: [{ const: 'a', title: 'A' }, { const: 'b' }] },
      '("a" | "b") | (string & {})',
    ],
    ['but not one of one member', { enum: ['a'] }, '"a"'],
    ['but not a constant', { const: 'a' }, '"a"'],
    ['but not of texts and numbers', { enum: ['a', 1] }, '"a" | 1'],
    [
      'but not what tells alternatives apart',
      { oneOf: [kinds('a', 'b'), kinds('c')] },
      `${object('"a" | "b"')} | ${object('"c"')}`,
    ],
    [
      'also where all alternatives have it alike',
      { oneOf: [kinds('a', 'b'), kinds('a', 'b')] },
      `${object('("a" | "b") | (string & {})')} | ${object('("a" | "b") | (string & {})')}`,
    ],
  ])('%s', async (_, schema, type) => {
    const open = await typeOf(schema, { Last: true }, '3.1.1', { enums: 'open' });
    expect(open.replaceAll(/; \w+Request: .*/g, '')).toBe(type);
  });
});

describe('integers of 64 bits', () => {
  const int64 = { type: 'integer', format: 'int64' };
  const nullable = { ...int64, nullable: true };
  test.each([
    ['3.1.1', int64, 'bigint', 'string'],
    ['3.1.1', { ...int64, type: ['integer', 'null'] }, 'bigint | null', 'string | null'],
    ['3.0.3', nullable, 'bigint | null', 'string | null'],
    ['3.1.1', { type: 'array', items: { ...int64, format: 'uint64' } }, 'bigint[]', 'string[]'],
    ['3.1.1', { type: 'integer', format: 'int32' }, 'number', 'number'],
    ['3.1.1', { type: 'string', format: 'int64' }, 'string', 'string'],
    ['3.1.1', { ...int64, enum: [1, 2] }, '1 | 2', '1 | 2'],
  ])('in %s: %j', async (version, schema, bigint, string) => {
    expect(await typeOf(schema, { Last: true }, version, { int64: 'bigint' })).toBe(bigint);
    expect(await typeOf(schema, { Last: true }, version, { int64: 'string' })).toBe(string);
  });
});

test('a member that is of 64 bits in one alternative only is reported', async () => {
  const alternative = (id: object) => ({ type: 'object', properties: { id } });
  const document = (other: object) => {
    const schema = { oneOf: [alternative({ type: 'integer', format: 'int64' }), alternative(other)] };
    const answer = { 200: { description: 'One.', content: { 'application/json': { schema } } } };
    const get = { operationId: 'get', responses: answer };
    return { openapi: '3.1.1', info: { title: 'T', version: '1' }, paths: { '/a': { get } } };
  };
  const { losses } = await generate(document({ type: 'integer' }), { int64: 'bigint' });
  expect(losses.map(({ message }) => message)).toEqual([
    '`id` is an integer of 64 bits in one alternative and another number in the next: the client reads both as of 64 bits.',
  ]);
  expect((await generate(document({ type: 'integer' }))).losses).toEqual([]);
  expect((await generate(document({ type: 'string' }), { int64: 'bigint' })).losses).toEqual([]);
});

describe('OpenAPI 3.0', () => {
  test.each([
    ['a scalar', { type: 'string', nullable: true }, 'string | null'],
    ['an enum', { type: 'string', enum: ['a'], nullable: true }, '"a" | null'],
    [
      'a composition',
      { allOf: [{ type: 'object', properties: { a: { type: 'string' } } }], nullable: true },
      '{ a?: string; } | null',
    ],
  ])('reads nullable of %s', async (_, schema, type) => expect(await typeOf(schema, {}, '3.0.3')).toBe(type));

  test('has no nullable after it', async () => {
    expect(await typeOf({ type: 'string', nullable: true })).toBe('string');
  });
});

describe('what OpenAPI 3.2 brings', () => {
  const answer = {
    200: { description: 'Ok.', content: { 'application/json': { schema: { type: 'string' } } } },
  };
  const document = {
    openapi: '3.2.0',
    info: { title: 'T', version: '1' },
    paths: {
      '/things': {
        get: { operationId: 'list', responses: answer },
        query: { operationId: 'search', responses: answer },
        additionalOperations: { COPY: { operationId: 'copy', responses: answer } },
      },
      '/events': {
        get: {
          operationId: 'watch',
          parameters: [{ name: 'q', in: 'querystring', content: { 'application/json': { schema: {} } } }],
          responses: {
            200: {
              description: 'Events.',
              content: {
                'application/jsonl': {
                  itemSchema: { type: 'object', properties: { n: { type: 'integer' } } },
                },
              },
            },
          },
        },
      },
    },
  };

  test('QUERY and other methods have their types in the path they belong to', async () => {
    const { text } = await generate(document);
    const types = oneLine(text('types.ts'));
    expect(types).toContain('"query": operations["search"]; "copy": operations["copy"];');
    expect(types).toMatch(/operations \{ .*search: \{ .* copy: \{/);
    expect(types).not.toContain('plumbline_');
    expect(oneLine(text('server.ts'))).toContain('search( request: SearchRequest');
    expect(text('contract.ts')).toContain(`method: 'QUERY'`);
    expect(oneLine(text('client.ts'))).toMatch(/QUERY: \{ '\/things': .* COPY: \{ '\/things': /);
  });

  test('a stream of items is a list of them', async () => {
    const { text } = await generate(document);
    expect(oneLine(text('types.ts'))).toContain('"application/jsonl": { n?: number; }[]');
  });

  test('what cannot be carried is reported', async () => {
    const { losses } = await generate(document);
    expect(losses.filter(({ rule }) => rule === 'codegen/client')).toEqual([]);
    expect(losses.filter(({ rule }) => rule === 'codegen/types')).toEqual([
      {
        rule: 'codegen/types',
        severity: 'warning',
        message:
          'GET /events describes its whole query string, which neither types nor the server interface can carry.',
        help: 'Describe the query as separate `in: query` parameters as well.',
        place: { file: 'api.yaml', pointer: '/paths/~1events/get/parameters/0' },
      },
    ]);
  });
});

describe('requests that the API sends', () => {
  const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
  const sends = (schema: object, more: object = {}) => ({
    requestBody: { required: true, content: { 'application/json': { schema } } },
    responses: { 204: { description: 'Ok.' } },
    ...more,
  });
  const document = {
    openapi: '3.1.1',
    info: { title: 'T', version: '1' },
    paths: {
      '/orders': {
        post: {
          operationId: 'order',
          responses: { 202: { description: 'Later.' } },
          callbacks: {
            ready: { $ref: '#/components/callbacks/Ready' },
            lost: {
              '{$request.query.url}': { post: sends({ type: 'string' }) },
              '{$request.query.other}': { put: sends({ type: 'integer' }, { callbacks: { again: {} } }) },
            },
          },
        },
      },
    },
    webhooks: {
      'order-added': { post: { operationId: 'added', summary: 'An order', ...sends(to('Order')) } },
    },
    components: {
      callbacks: { Ready: { '{$request.body#/url}': { post: sends(to('Order')) } } },
      schemas: {
        Order: {
          type: 'object',
          required: ['id', 'code'],
          properties: { id: { type: 'integer', readOnly: true }, code: { type: 'string', writeOnly: true } },
        },
      },
    },
  };

  test('are typed by the names of webhooks and callbacks, as what the API writes', async () => {
    const { text } = await generate(document);
    expect(text('webhooks.ts').split('\n\n').slice(1).join('\n')).toBe(
      `import type { components } from './types.ts';
/** The body of what the API sends to each webhook, by the webhook's name. */
export interface WebhookPayloads {
  /** An order */
  'order-added': components['schemas']['Order'];
}
/** The body of what the API sends in answer to an operation, by the operation's id and the callback's name. */
export interface CallbackPayloads {
  order: {
    ready: components['schemas']['Order'];
    lost: string | number;
  };
}
`,
    );
    const types = oneLine(text('types.ts'));
    expect(types).toContain('Order: { readonly id: number; };');
    expect(types).toMatch(/webhooks \{ "order-added": \{[^$]*\} export interface components/);
    expect(types).toContain('order_ready: {');
  });

  test('have no types only where a callback has callbacks', async () => {
    const { losses } = await generate(document);
    expect(losses.map(({ message }) => message)).toEqual([
      'A callback of POST /orders has callbacks itself, which have no types.',
    ]);
  });

  test('make no file where there are none', async () => {
    const { files } = await generate({ ...document, webhooks: {}, paths: {} });
    expect(files.some(({ path }) => path === 'webhooks.ts')).toBe(false);
  });
});

test('a file in a form is a Blob', async () => {
  const { text } = await generate({
    openapi: '3.1.1',
    info: { title: 'T', version: '1' },
    paths: {
      '/a': {
        post: {
          operationId: 'upload',
          requestBody: {
            required: true,
            content: {
              'multipart/form-data': {
                schema: {
                  type: 'object',
                  properties: {
                    old: { type: 'string', format: 'binary' },
                    picture: { contentMediaType: 'image/png' },
                    note: { type: 'string', contentMediaType: 'text/html' },
                  },
                },
              },
            },
          },
          responses: { 204: { description: 'Ok.' } },
        },
      },
    },
  });
  expect(oneLine(text('types.ts'))).toContain('{ old?: Blob; picture?: Blob; note?: string; }');
});
