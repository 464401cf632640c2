import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { toApiModel } from '../src/index.ts';
import { lintByOwnRules } from '../src/lint/own-rules.ts';

const seed = 20_261_124;
const file = '/description/openapi.yaml';

const whole = `
openapi: 3.1.1
info: { title: Orders, version: 1.0.0 }
servers: [{ url: 'https://{r}.example.com', variables: { r: { default: eu } } }]
tags: [{ name: orders }]
security: [{ token: [read] }]
x-contract-pagination: { type: cursor, cursor: $request.query.cursor, next: $response.header.X-Next }
x-contract-idempotency: { key: $request.header.Key, window: PT1M, scope: [tenant] }
x-contract-rate-limit: { policies: [{ name: all, quota: 1, window: PT1M }], reset: $response.header.R }
x-contract-tenancy: { tenant: organization }
x-contract-retry: { backoff: { exponent: 2 } }
x-contract-roles: [admin]
x-scalar-pagination: [{ name: a, type: offset, request: { offset: { type: offset } }, response: { items: { type: items } } }]
x-fern-pagination: { offset: $request.page, results: $response.data }
x-speakeasy-retries: { strategy: backoff }
paths:
  /orders/{id}:
    parameters: [{ $ref: '#/components/parameters/Id' }]
    get:
      operationId: readOrder
      x-contract-resource: { type: Order, op: read, id: $request.path.id, parents: { Shop: $request.path.id } }
      x-speakeasy-pagination: { type: cursor, inputs: [{ name: a, type: cursor }], outputs: { results: $.a } }
      x-fern-pagination: true
      x-scalar-pagination: a
      x-ms-pageable: { nextLinkName: a }
      parameters: [{ name: a, in: query, schema: { x-stainless-pagination-property: { purpose: next_cursor_param } } }]
      responses:
        '200':
          description: An order
          headers: { X-Next: { schema: { type: string }, example: a } }
          content: { application/json: { schema: { $ref: '#/components/schemas/Order' }, examples: { a: { value: 1 } } } }
          links: { self: { operationId: readOrder, parameters: { id: $response.body#/id } } }
    put:
      requestBody: { content: { multipart/form-data: { schema: { type: object }, encoding: { a: { style: form } } } } }
      callbacks: { a: {} }
      responses: { default: { $ref: '#/components/responses/Any' } }
webhooks: { done: { post: { responses: { '204': { description: Noted } } } } }
components:
  parameters: { Id: { name: id, in: path, required: true, schema: { type: string, pattern: '^(a+)+$' } } }
  responses: { Any: { description: Any } }
  schemas:
    Order:
      allOf: [{ $ref: '#/components/schemas/Base' }, { type: object, properties: { id: { type: string } } }]
      discriminator: { propertyName: kind, mapping: { a: Order } }
      examples: [{ id: a }]
    Base: { type: object, additionalProperties: false, properties: { next: { $ref: '#/components/schemas/Order' } } }
  securitySchemes: { token: { type: http, scheme: bearer, x-contract-scopes: { read: Read } } }
`;

const names = ['__proto__', 'constructor', 'toString', 'then', '$ref', '', 'a/b~c', '\u202e', '../../x', '0'];
const references = [
  '#',
  '#/',
  '#/components/schemas/Order',
  '#/paths',
  '#/a/%zz',
  'https://127.0.0.1/x',
  '#/__proto__/x',
];

const oddValue = fc.oneof(
  fc.constantFrom(null, true, 0, -1, Number.MAX_VALUE, '', 'text', '{', '$response.body#/%', 'PT', '(('),
  fc.constantFrom(...references).map(($ref) => ({ $ref })),
  fc.json({ maxDepth: 2 }).map((text): unknown => JSON.parse(text)),
  fc.constantFrom(...names).map((name): unknown => JSON.parse(`{${JSON.stringify(name)}: {"a": [{}]}}`)),
);

/** The description with some of its values, wherever they stand, replaced by odd ones. */
const mangled = fc
  .array(fc.tuple(fc.nat(), oddValue), { minLength: 1, maxLength: 4 })
  .map((changes) =>
    changes.reduce((document, [where, value]) => replaceAt(document, where, value), parse(whole)),
  );

function replaceAt(document: unknown, where: number, value: unknown): unknown {
  const places: (() => void)[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const key of Object.keys(node)) {
      places.push(() =>
        Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true }),
      );
      visit(Reflect.get(node, key));
    }
  };
  visit(document);
  places[where % Math.max(places.length, 1)]?.();
  return document;
}

const source = (document: unknown) => ({
  document,
  sourceOf: (pointer: string) => ({ file, pointer }),
  locate: <Place>(place: Place) => place,
});

test('a description mangled anywhere gives a model of plain data, with unique names, and no exception', () => {
  fc.assert(
    fc.property(mangled, (document) => {
      const { model } = toApiModel(source(document));
      expect(structuredClone(model)).toEqual(model);
      const ids = [...model.operations, ...model.webhooks].map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      for (const id of ids) expect(id).toMatch(/^[A-Za-z_$][\w$]*$/);
      for (const reference of referencesIn(model)) expect(Object.hasOwn(model.schemas, reference)).toBe(true);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { seed, numRuns: 400 },
  );
});

test('the rules take it too', () => {
  fc.assert(
    fc.property(mangled, (document) => {
      const bundle = { ...(document as Readonly<Record<string, unknown>>) }; // the root stays an object: members are replaced, it is not
      const found = lintByOwnRules({ root: file, bundle, ...source(bundle) }, { preset: 'strict' });
      for (const { message, help, place } of found) {
        expect(message).not.toBe('');
        expect(help).not.toBe('');
        expect(place.file).toBe(file);
      }
    }),
    { seed, numRuns: 150 },
  );
}, 60_000);

/** The names in every `$ref` of the schemas. */
function referencesIn(model: ReturnType<typeof toApiModel>['model']): readonly string[] {
  const found: string[] = [];
  JSON.stringify(model, function (this: unknown, key: string, value: unknown) {
    if (key === '$ref' && typeof value === 'string' && value.startsWith('#/$defs/'))
      found.push(value.slice('#/$defs/'.length));
    return value;
  });
  return found;
}
