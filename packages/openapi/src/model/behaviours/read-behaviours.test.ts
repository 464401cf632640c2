import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { OperationBehaviours } from '../behaviours.ts';
import { toApiModel } from '../to-api-model.ts';

const file = '/description/openapi.yaml';

function read(description: string) {
  return toApiModel({
    document: { openapi: '3.1.1', info: { title: 'Orders', version: '1.0.0' }, ...parse(description) },
    sourceOf: (pointer) => ({ file, pointer }),
    locate: (place) => place,
  });
}

/** The behaviours of each operation by id, in a description in which nothing is wrong. */
function behaviours(description: string): Readonly<Record<string, OperationBehaviours>> {
  const { model, diagnostics } = read(description);
  expect(diagnostics).toEqual([]);
  return Object.fromEntries(model.operations.map((operation) => [operation.id, operation.behaviours]));
}

const problems = (description: string) =>
  read(description).diagnostics.map(({ rule, place, message }) => `${rule} ${place.pointer}: ${message}`);

/** A GET with everything that the pagination of `root` names. */
const paged = (id: string) => `
    get:
      operationId: ${id}
      parameters: [{ name: cursor, in: query, schema: {} }, { name: limit, in: query, schema: {} }]
      responses: { '200': { description: A page, headers: { x-next-cursor: { schema: {} } } } }`;

const plain = (method: string, id: string, more = '') => `
    ${method}: { operationId: ${id}, responses: { '200': { description: Done } }${more === '' ? '' : `, ${more}`} }`;

const root = `
x-contract-pagination:
  type: cursor
  cursor: $request.query.cursor
  limit: $request.query.limit
  next: $response.header.X-Next-Cursor
x-contract-idempotency: { key: $request.header.Idempotency-Key, methods: [post], window: PT60M, mismatch: '409' }
x-contract-rate-limit:
  policies: [{ name: paid, quota: 60, window: PT1M, kind: fixed, partition: tenant }]
  reset: $response.header.X-RateLimit-Reset
  resetUnit: unix-seconds
x-contract-retry: { strategy: backoff, backoff: { initialInterval: 500 }, statusCodes: ['5xx'] }
x-contract-tenancy: { tenant: organization, foreign: '404', shared: [Profile] }
`;

describe('our own vocabulary', () => {
  test('says what a pagination is, with defaults for what it leaves out', () => {
    const { list } = behaviours(`${root}paths:\n  /orders:${paged('list')}`);
    expect(list?.pagination).toEqual({
      type: 'cursor',
      cursor: { message: 'request', in: 'query', name: 'cursor', text: '$request.query.cursor' },
      limit: { message: 'request', in: 'query', name: 'limit', text: '$request.query.limit' },
      next: {
        message: 'response',
        in: 'header',
        name: 'X-Next-Cursor',
        text: '$response.header.X-Next-Cursor',
      },
      items: { message: 'response', in: 'body', pointer: '', text: '$response.body' },
      totalIs: 'exact',
      itemKey: '/id',
      order: 'unspecified',
      duringWrites: 'live',
      invalidCursor: 'unspecified',
      source: 'x-contract',
      place: { file, pointer: '/x-contract-pagination' },
    });
  });

  test('says what idempotency, rate limit, retry, tenancy, roles and resources are', () => {
    const description = `${root}paths:
  /orders:${plain('post', 'create', 'x-contract-roles: [admin], x-contract-resource: Order#create')}`;
    const { create } = behaviours(description);
    expect(create).toMatchObject({
      idempotency: {
        key: { in: 'header', name: 'Idempotency-Key' },
        windowMs: 3_600_000,
        scope: ['tenant', 'operation', 'path'],
        replay: 'identical',
        mismatch: '409',
        concurrent: 'unspecified',
        notStored: ['401', '403', '429', '5XX'],
      },
      rateLimit: {
        policies: [{ name: 'paid', quota: 60, windowMs: 60_000, kind: 'fixed', partition: 'tenant' }],
        cost: 1,
        headersOn: 'authenticated',
        resetUnit: 'unix-seconds',
        status: '429',
      },
      retry: { strategy: 'backoff', initialIntervalMs: 500, statusCodes: ['5XX'] },
      resource: { type: 'Order', op: 'create', gone: '404', visibleMs: 0 },
      roles: ['admin'],
    });
    expect(read(description).model.behaviours.tenancy).toMatchObject({
      tenant: 'organization',
      foreign: '404',
      shared: ['Profile'],
    });
  });

  test('writes a resource out in full', () => {
    const { cancel } = behaviours(`
paths:
  /orders/{orderId}/cancel:
    post:
      operationId: cancel
      x-contract-resource:
        type: Order
        op: action
        id: $request.path.orderId
        parents: { Shop: $request.header.X-Shop }
        set: { /status: cancelled }
        creates: Refund
        gone: '410'
        visible: PT5S
        undo: reopen
      responses: { '204': { description: Cancelled } }
`);
    expect(cancel?.resource).toMatchObject({
      type: 'Order',
      op: 'action',
      id: { in: 'path', name: 'orderId' },
      parents: { Shop: { in: 'header', name: 'X-Shop' } },
      set: { '/status': 'cancelled' },
      creates: 'Refund',
      gone: '410',
      visibleMs: 5_000,
      undo: 'reopen',
    });
  });
});

describe('inheritance', () => {
  test('a pagination at the root is for each GET that declares all it names', () => {
    const found = behaviours(`${root}paths:
  /orders:${paged('list')}${plain('post', 'create')}
  /status:${plain('get', 'status')}`);
    expect(Object.keys(found).filter((id) => found[id]?.pagination)).toEqual(['list']);
  });

  test('a GET that declares only some of it is reported, unless it says false', () => {
    const half = (more: string) => `${root}paths:
  /orders: { get: { operationId: list, parameters: [{ name: limit, in: query, schema: {} }], ${more} responses: { '200': { description: A } } } }`;
    expect(problems(half(''))).toEqual([
      'behaviour-partial /paths/~1orders/get: `GET /orders` declares only a part of the pagination: `$request.query.cursor`, `$response.header.X-Next-Cursor` are missing.',
    ]);
    expect(problems(half('x-contract-pagination: false,'))).toEqual([]);
  });

  test('methods filter what comes from above, not what the operation asks for', () => {
    const found = behaviours(`${root}paths:
  /orders:${plain('post', 'create')}${plain('put', 'replace')}${plain('patch', 'change', 'x-contract-idempotency: true')}${plain('get', 'list')}`);
    expect(Object.keys(found).filter((id) => found[id]?.idempotency)).toEqual(['create', 'change']);
  });

  test('without methods every method that changes something has the idempotency', () => {
    const found = behaviours(`
x-contract-idempotency: { key: $request.header.Idempotency-Key }
paths:
  /orders:${plain('post', 'create')}${plain('put', 'replace')}${plain('get', 'list')}`);
    expect(Object.keys(found).filter((id) => found[id]?.idempotency)).toEqual(['replace', 'create']);
  });

  test('path item and operation replace, false switches off', () => {
    const found = behaviours(`${root}paths:
  /health:
    x-contract-rate-limit: false${plain('get', 'health')}
  /reports:
    x-contract-rate-limit: { policies: [{ name: reports, quota: 5, window: PT1H }] }${plain('get', 'reports')}${plain('post', 'order', 'x-contract-rate-limit: true')}`);
    expect(found.health?.rateLimit).toBeUndefined();
    expect(found.reports?.rateLimit?.policies[0]?.name).toBe('reports');
    expect(found.order?.rateLimit?.policies[0]?.name).toBe('paid');
  });

  test('true without anything to take is reported', () => {
    expect(problems(`paths:\n  /orders:${plain('post', 'create', 'x-contract-idempotency: true')}`)).toEqual([
      expect.stringMatching(
        /^behaviour-malformed \/paths\/~1orders\/post\/x-contract-idempotency: .* there is none/,
      ),
    ]);
  });
});

describe('a malformed declaration is reported, at its place, even when nobody takes it', () => {
  test.each([
    ['x-contract-pagination: { type: pages }', '/x-contract-pagination/type'],
    ['x-contract-pagination: { cursor: $request.query.c }', '/x-contract-pagination'],
    ['x-contract-pagination: { type: page }', '/x-contract-pagination'],
    ['x-contract-pagination: { type: page, page: page }', '/x-contract-pagination/page'],
    ['x-contract-pagination: { type: page, page: $response.query.page }', '/x-contract-pagination/page'],
    ['x-contract-pagination: { type: single, itemKey: id }', '/x-contract-pagination/itemKey'],
    ['x-contract-pagination: { type: single, invalidCursor: 400 }', '/x-contract-pagination/invalidCursor'],
    ['x-contract-pagination: yes please', '/x-contract-pagination'],
    ['x-contract-idempotency: { key: $request.header.K, window: P1M }', '/x-contract-idempotency/window'],
    ['x-contract-idempotency: { key: $request.header.K, windows: PT1M }', '/x-contract-idempotency/windows'],
    ['x-contract-idempotency: { key: $request.header.K, scope: [tenants] }', '/x-contract-idempotency'],
    ['x-contract-idempotency: { window: PT1M }', '/x-contract-idempotency'],
    ['x-contract-rate-limit: { policies: [] }', '/x-contract-rate-limit/policies'],
    ['x-contract-retry: { strategy: often }', '/x-contract-retry/strategy'],
    [
      'x-contract-rate-limit: { policies: [{ name: a, quota: 0, window: PT1M }] }',
      '/x-contract-rate-limit/policies/0/quota',
    ],
    ['x-contract-rate-limit: { cost: 1 }', '/x-contract-rate-limit'],
    ['x-contract-tenancy: { foreign: unspecified }', '/x-contract-tenancy'],
    [
      'components: { securitySchemes: { a: { type: http, scheme: bearer, x-contract-scopes: [read] } } }',
      '/components/securitySchemes/a/x-contract-scopes',
    ],
  ])('%s', (declaration, at) => {
    const found = read(declaration).diagnostics;
    expect(found.map(({ rule, place }) => `${rule} ${place.pointer}`)).toEqual([`behaviour-malformed ${at}`]);
  });
});

describe('other vocabularies', () => {
  const list = (extension: string, response = '{ type: object }') => `
paths:
  /orders:
    get:
      operationId: list
      ${extension}
      parameters: [{ name: page, in: query, schema: {} }, { name: after, in: query, schema: {} }, { name: X-After, in: header, schema: {} }]
      responses: { '200': { description: A page, content: { application/json: { schema: ${response} } } } }
`;
  const pagination = (description: string) => {
    const found = behaviours(description).list?.pagination;
    if (!found) return undefined;
    const { type, source, cursor, page, offset, limit, items, next, hasMore, total } = found;
    const parts = { cursor, page, offset, limit, items, next, hasMore, total };
    const texts = Object.entries(parts).flatMap(([name, part]) => (part ? [[name, part.text] as const] : []));
    return { type, source, ...Object.fromEntries(texts) };
  };

  test('Speakeasy: pages, cursors and URLs', () => {
    expect(
      pagination(
        list(
          'x-speakeasy-pagination: { type: offsetLimit, inputs: [{ name: page, in: parameters, type: page }], outputs: { results: $.data } }',
        ),
      ),
    ).toEqual({
      type: 'page',
      source: 'speakeasy',
      page: '$request.query.page',
      items: '$response.body#/data',
    });
    expect(
      pagination(
        list(
          'x-speakeasy-pagination: { type: cursor, inputs: [{ name: X-After, in: parameters, type: cursor }], outputs: { results: $.data, nextCursor: "$.meta[\'next cursor\']" } }',
        ),
      ),
    ).toEqual({
      type: 'cursor',
      source: 'speakeasy',
      cursor: '$request.header.X-After',
      items: '$response.body#/data',
      next: '$response.body#/meta/next cursor',
    });
    expect(pagination(list('x-speakeasy-pagination: { type: url, outputs: { nextUrl: $.next } }'))).toEqual({
      type: 'link',
      source: 'speakeasy',
      items: '$response.body',
      next: '$response.body#/next',
    });
  });

  test('Speakeasy: a path that computes is not evaluated but reported', () => {
    const description = list(
      "x-speakeasy-pagination: { type: cursor, inputs: [{ name: after, in: parameters, type: cursor }], outputs: { results: $.data, nextCursor: '$.data[-1].id' } }",
    );
    expect(problems(description)).toEqual([expect.stringMatching(/^not-carried .*nextCursor/)]);
  });

  test('Speakeasy: retries and entities', () => {
    const { list: found } =
      behaviours(`x-speakeasy-retries: { strategy: backoff, backoff: { maxElapsedTime: 60000 }, statusCodes: [5XX] }
${list('x-speakeasy-entity-operation: Order#list')}`);
    expect(found).toMatchObject({
      retry: { source: 'speakeasy', maxElapsedMs: 60_000, statusCodes: ['5XX'] },
      resource: { source: 'speakeasy', type: 'Order', op: 'list' },
    });
  });

  test('Fern: on the operation, and true for what the root says', () => {
    expect(
      pagination(
        list(
          'x-fern-pagination: { cursor: $request.after, next_cursor: $response.page.next, results: $response.data }',
        ),
      ),
    ).toEqual({
      type: 'cursor',
      source: 'fern',
      cursor: '$request.query.after',
      next: '$response.body#/page/next',
      items: '$response.body#/data',
    });
    expect(
      pagination(
        `x-fern-pagination: { offset: $request.page, results: $response.data, has-next-page: $response.more }\n${list('x-fern-pagination: true')}`,
      ),
    ).toEqual({
      type: 'page',
      source: 'fern',
      page: '$request.query.page',
      items: '$response.body#/data',
      hasMore: '$response.body#/more',
    });
  });

  test('Fern: idempotency', () => {
    const { list: found } = behaviours(
      `x-fern-idempotency-headers: [{ header: Idempotency-Key, name: key }]\n${list('x-fern-idempotent: true')}`,
    );
    expect(found?.idempotency).toMatchObject({
      source: 'fern',
      key: { in: 'header', name: 'Idempotency-Key' },
      mismatch: 'unspecified',
    });
  });

  test('Scalar: a scheme by name, written out, or none', () => {
    const named = `
x-scalar-pagination:
  - name: cursors
    type: cursor
    request: { cursor: { type: cursor, param: after }, limit: { type: pageSize, param: size } }
    response:
      items: { type: items, path: [data, list] }
      next: { type: cursor, location: header, headerName: X-Next }
      more: { type: hasMore, property: has_more }
`;
    expect(pagination(`${named}${list('x-scalar-pagination: cursors')}`)).toEqual({
      type: 'cursor',
      source: 'scalar',
      cursor: '$request.query.after',
      limit: '$request.query.size',
      items: '$response.body#/data/list',
      next: '$response.header.X-Next',
      hasMore: '$response.body#/has_more',
    });
    expect(pagination(`${named}${list('x-scalar-pagination: false')}`)).toBeUndefined();
    expect(problems(`${named}${list('x-scalar-pagination: pages')}`)).toEqual([
      expect.stringMatching(/^ref-leads-nowhere /),
    ]);
  });

  test('Stainless: marks on parameters and fields', () => {
    const marked = `
paths:
  /orders:
    get:
      operationId: list
      parameters: [{ name: after, in: query, schema: { x-stainless-pagination-property: { purpose: next_cursor_param } } }]
      responses: { '200': { description: A page, content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } } }
components:
  schemas:
    Page:
      type: object
      properties:
        data: { type: array, x-stainless-pagination-property: { purpose: items } }
        next: { type: string, x-stainless-pagination-property: { purpose: next_cursor_field, from_header: X-Next } }
`;
    expect(pagination(marked)).toEqual({
      type: 'cursor',
      source: 'stainless',
      cursor: '$request.query.after',
      items: '$response.body#/data',
      next: '$response.header.X-Next',
    });
  });

  test('x-ms-pageable: links, and lists of one page', () => {
    expect(pagination(list('x-ms-pageable: { nextLinkName: nextLink }'))).toEqual({
      type: 'link',
      source: 'x-ms-pageable',
      items: '$response.body#/value',
      next: '$response.body#/nextLink',
    });
    expect(pagination(list('x-ms-pageable: { nextLinkName: null, itemName: items }'))?.type).toBe('single');
  });

  test('ours goes before them', () => {
    const description = list(
      'x-ms-pageable: { nextLinkName: next }\n      x-contract-pagination: { type: page, page: $request.query.page }',
    );
    expect(pagination(description)?.source).toBe('x-contract');
  });
});
