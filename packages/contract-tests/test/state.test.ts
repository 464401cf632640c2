import { toApiModel } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import {
  formatReport,
  formatResourceGraph,
  type Report,
  runContractTests,
  toResourceGraph,
} from '../src/index.ts';
import { loadShelf, violatedIds } from './load-shelf.ts';

const thing = (properties: Record<string, unknown>, required = Object.keys(properties)) => ({
  type: 'object',
  required,
  properties,
});
const id = { type: 'string', format: 'uuid' };
const json = (schema: unknown) => ({ 'application/json': { schema } });
const answers = (status: number, schema: unknown) => ({
  [status]: { description: 'As asked.', content: json(schema) },
  404: { description: 'Not there.' },
  400: { description: 'Wrong.' },
});
const create = (operationId: string, body: unknown, schema: unknown, links = {}) => {
  const responses = answers(201, schema);
  return {
    operationId,
    requestBody: { required: true, content: json(body) },
    responses: { ...responses, 201: { ...responses[201], links } },
  };
};
const parameter = (name: string) => ({ name, in: 'path', required: true, schema: id });

/** Orders name a customer and items in their bodies; a receipt is known by a link only; nothing makes a depot. */
const { model } = toApiModel({
  document: {
    openapi: '3.1.1',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/orders': {
        post: create(
          'createOrder',
          thing({ customer_id: id, itemIds: { type: 'array', items: id, minItems: 1 } }),
          thing({ id }),
          { receipt: { operationId: 'getReceipt', parameters: { receipt: '$response.body#/id' } } },
        ),
      },
      '/orders/{orderId}': {
        get: {
          operationId: 'getOrder',
          parameters: [parameter('orderId')],
          responses: answers(200, thing({ id })),
        },
        delete: {
          operationId: 'cancelOrder',
          parameters: [parameter('orderId')],
          responses: { 204: { description: 'Gone.' }, 404: { description: 'Not there.' } },
        },
      },
      '/customers': {
        post: create('addCustomer', thing({ name: { type: 'string', minLength: 1 } }), thing({ id })),
      },
      '/customers/{id}': {
        get: {
          operationId: 'getCustomer',
          parameters: [parameter('id')],
          responses: answers(200, thing({ id })),
        },
        delete: {
          operationId: 'removeCustomer',
          parameters: [parameter('id')],
          responses: { 204: { description: 'Gone.' }, 404: { description: 'Not there.' } },
        },
      },
      '/items': {
        get: {
          operationId: 'listItems',
          responses: { 200: { description: 'All.', content: json({ type: 'array', items: thing({ id }) }) } },
        },
      },
      '/items/{item}': {
        get: {
          operationId: 'getItem',
          parameters: [parameter('item')],
          responses: answers(200, thing({ id })),
        },
      },
      '/receipts/{receipt}': {
        get: {
          operationId: 'getReceipt',
          parameters: [parameter('receipt')],
          responses: answers(200, thing({ id })),
        },
      },
      '/depots/{depot}': {
        put: {
          operationId: 'moveDepot',
          parameters: [parameter('depot')],
          responses: { 204: { description: 'Moved.' } },
        },
      },
    },
  },
  sourceOf: (pointer) => ({ file: 'openapi.yaml', pointer }),
  locate: (place) => place,
});

/** Takes an order only for a customer and items that are there; a customer with an order cannot be removed. */
class Shop {
  readonly orders = new Map<string, string>();
  readonly customers = new Set<string>();
  readonly items = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000a2'];
  #made = 0;

  readonly fetch = async (request: Request): Promise<Response> => {
    const [, collection = '', name] = new URL(request.url).pathname.split('/');
    const key = `${request.method} ${collection}`;
    if (key === 'GET items' && name === undefined)
      return Response.json(this.items.map((one) => ({ id: one })));
    if (request.method === 'POST') return this.#create(collection, await request.text());
    const things: Pick<Set<string>, 'has' | 'delete'> = collection === 'customers'
      ? this.customers
      : collection === 'items'
        ? new Set(this.items)
        : this.orders;
    if (name === undefined || !things.has(name)) return new Response(null, { status: 404 });
    if (request.method === 'GET') return Response.json({ id: name });
    if (request.method !== 'DELETE')
      return new Response(null, { status: 405, headers: { allow: 'GET, DELETE' } });
    if ([...this.orders.values()].includes(name)) return new Response(null, { status: 404 });
    things.delete(name);
    return new Response(null, { status: 204 });
  };

  #create(collection: string, text: string): Response {
    let body: Record<string, unknown> = {};
    try {
      body = Object(JSON.parse(text));
    } catch {
      return new Response(null, { status: 400 });
    }
    this.#made += 1;
    const made = `00000000-0000-4000-8000-${String(this.#made).padStart(12, '0')}`;
    if (collection === 'customers') {
      if (typeof body.name !== 'string' || body.name === '') return new Response(null, { status: 400 });
      this.customers.add(made);
      return Response.json({ id: made }, { status: 201 });
    }
    const items = Array.isArray(body.itemIds) ? body.itemIds : [];
    const customer = String(body.customer_id);
    const isRight = items.length > 0 && items.every((one) => this.items.includes(String(one)));
    if (!isRight || !this.customers.has(customer)) return new Response(null, { status: 400 });
    this.orders.set(made, customer);
    return Response.json({ id: made }, { status: 201 });
  }
}

const outcomeOf = ({ results }: Report, wanted: string) =>
  results.find((result) => result.id === wanted)?.verdict;

describe('without any set-up', () => {
  const only = ['R.status', 'R.body'];
  const run = async (shop: Shop) =>
    runContractTests(model, { fetch: shop.fetch, baseUrl: 'http://shop.test' }, { run: 'test', only }).report;

  test('a body names things that were made or listed for it', async () => {
    const report = await run(new Shop());
    expect(violatedIds(report)).toEqual([]);
    expect(outcomeOf(report, 'createOrder:R.status/201')).toMatchObject({ outcome: 'proved' });
    expect(outcomeOf(report, 'getOrder:R.status/200')).toMatchObject({ outcome: 'proved' });
    expect(outcomeOf(report, 'cancelOrder:R.status/204')).toMatchObject({ outcome: 'proved' });
  });

  test('what a link tells is known', async () => {
    const report = await run(new Shop());
    expect(outcomeOf(report, 'getReceipt:R.status/200')).toMatchObject({ outcome: 'proved' });
  });

  test('everything that was made is taken away, what needs others first', async () => {
    const shop = new Shop();
    const report = await run(shop);
    expect(report.leftBehind).toEqual([]);
    expect([shop.orders.size, shop.customers.size]).toEqual([0, 0]);
  });

  test('what nothing makes is told by its type', async () => {
    expect(outcomeOf(await run(new Shop()), 'moveDepot:R.status/204')).toEqual({
      outcome: 'unproven',
      reason: 'no-producer',
      detail: 'nothing is known for `depot` (depot)',
    });
  });
});

describe('what needs ids', () => {
  const edgesOf = ({ edges = [] }: Report, state: string) =>
    edges.filter((edge) => edge.state === state).map(({ operation, name }) => `${operation} ${name}`);
  const run = async (fetch: Shop['fetch']) =>
    runContractTests(model, { fetch, baseUrl: 'http://shop.test' }, { run: 'test' }).report;

  test('is confirmed by an id that is taken, a guess too', async () => {
    const report = await run(new Shop().fetch);
    expect(edgesOf(report, 'confirmed')).toEqual(
      expect.arrayContaining(['createOrder customer_id', 'createOrder itemIds', 'getOrder orderId']),
    );
    expect(edgesOf(report, 'refuted')).toEqual([]);
    expect(edgesOf(report, 'open')).toEqual(['moveDepot depot']);
    expect(formatReport(report, 'text')).toMatch(/ guesses of ids: 2 confirmed, 0 refuted\n/);
  });

  test('is refuted where ids that exist are never found', async () => {
    const shop = new Shop();
    const report = await run(async (request) =>
      new URL(request.url).pathname.startsWith('/items/')
        ? new Response(null, { status: 404 })
        : shop.fetch(request),
    );
    expect(edgesOf(report, 'refuted')).toEqual(['getItem item']);
    expect(formatReport(report, 'text')).toContain(' refuted: getItem path item takes no id of item\n');
  });
});

describe('the graph of resources', () => {
  test('tells what makes what and who needs it, needed ones first', () => {
    expect(formatResourceGraph(toResourceGraph(model))).toMatchInlineSnapshot(`
      "item (/items)
        from  listItems
        for   createOrder body itemIds (guessed by its name)
        for   getItem path item

      customer (/customers)
        from  addCustomer
        for   createOrder body customer_id (guessed by its name)
        for   getCustomer path id
        for   removeCustomer path id

      depot (/depots)
        from  nothing: give a value for it
        for   moveDepot path depot

      order (/orders)
        from  createOrder
        needs customer, item
        for   getOrder path orderId
        for   cancelOrder path orderId

      receipt (/receipts)
        from  createOrder
        for   getReceipt path receipt

      moveDepot needs a depot for \`depot\`, which nothing makes or lists"
    `);
  });

  test('is drawn for Mermaid, guesses with broken lines', () => {
    const drawn = formatResourceGraph(toResourceGraph(model), 'mermaid');
    expect(drawn).toContain('flowchart LR\n  t0["item"]\n');
    expect(drawn).toContain('  t2["depot: nothing makes or lists it"]');
    const [, order] = /^ {2}(o\d+)\("createOrder"\)$/m.exec(drawn) ?? [];
    expect(drawn).toContain(`  t1 -.->|"customer_id"| ${order}\n`);
    expect(drawn).toContain(`  ${order} --> t3\n`);
  });

  test('is no markup, whatever things are called', () => {
    const name = 'a"]; click t0 "javascript:x" %%';
    const need = { operation: name, in: 'path', name, type: name, isGuessed: false } as const;
    const resource = { type: name, collection: '/a', producers: [name], consumers: [need], needs: [] };
    const drawn = formatResourceGraph({ resources: [resource], unsatisfied: [need] }, 'mermaid');
    expect(drawn.replace(/"[\w #;:./-]*"/g, '""').split('\n')).toEqual([
      'flowchart LR',
      '  t0[""]',
      '  o0 --> t0',
      '  t0 -->|""| o0',
      '  o0("")',
    ]);
  });

  test('takes types from x-contract-resource', async () => {
    const types = toResourceGraph(await loadShelf()).resources.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['Book', 'Token']));
  });
});
