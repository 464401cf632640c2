import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ApiModel, Operation } from './api-model.ts';
import { toApiModel } from './to-api-model.ts';

const file = '/description/openapi.yaml';

function read(description: string, openapi = '3.1.1') {
  return toApiModel({
    document: { openapi, info: { title: 'Orders', version: '1.0.0' }, ...parse(description) },
    sourceOf: (pointer) => ({ file, pointer }),
    locate: (place) => place,
  });
}

/** The model of a description in which nothing is wrong. */
function model(description: string, openapi?: string): ApiModel {
  const { model: built, diagnostics } = read(description, openapi);
  expect(diagnostics).toEqual([]);
  return built;
}

const found = (description: string, openapi?: string) =>
  read(description, openapi).diagnostics.map(({ rule, place }) => `${rule} ${place.pointer}`);

function only({ operations }: ApiModel): Operation {
  expect(operations).toHaveLength(1);
  return operations[0]!;
}

/** The schema of the one component `S`, read. */
const schemaS = (schema: string, openapi?: string) =>
  read(`{ paths: {}, components: { schemas: { S: ${schema}, Other: { type: object } } } }`, openapi).model
    .schemas.S;

describe('operations', () => {
  test('lie in the order of the description, each with method, path and place', () => {
    const { operations } = model(`
paths:
  /b: { get: { operationId: readB, responses: {} } }
  /a: { post: { operationId: makeA, responses: {} }, get: { operationId: readA, responses: {} } }
`);
    expect(operations.map(({ id, method, path, place }) => [id, method, path, place.pointer])).toEqual([
      ['readB', 'GET', '/b', '/paths/~1b/get'],
      ['readA', 'GET', '/a', '/paths/~1a/get'],
      ['makeA', 'POST', '/a', '/paths/~1a/post'],
    ]);
  });

  test('take the parameters of the path item and replace those of the same name and place', () => {
    const { parameters } = only(
      model(`
paths:
  /a/{id}:
    parameters:
      - { name: id, in: path, required: true, schema: { type: string } }
      - { name: id, in: query, schema: { type: string } }
    get:
      operationId: readA
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses: {}
`),
    );
    expect(parameters.map(({ in: location, schema }) => [location, schema])).toEqual([
      ['path', { type: 'integer' }],
      ['query', { type: 'string' }],
    ]);
  });

  test('have the style and explode that OpenAPI gives each place', () => {
    const { parameters } = only(
      model(`
paths:
  /a/{p}:
    get:
      operationId: readA
      parameters:
        - { name: p, in: path, required: true, schema: {} }
        - { name: q, in: query, schema: {} }
        - { name: h, in: header, schema: {} }
        - { name: c, in: cookie, schema: {} }
        - { name: d, in: query, style: deepObject, schema: {} }
        - { name: n, in: query, explode: false, schema: {} }
      responses: {}
`),
    );
    expect(parameters.map(({ name, style, explode }) => [name, style, explode])).toEqual([
      ['p', 'simple', false],
      ['q', 'form', true],
      ['h', 'simple', false],
      ['c', 'form', true],
      ['d', 'deepObject', false],
      ['n', 'form', false],
    ]);
  });

  test('describe a parameter by content with its media type', () => {
    const [parameter] = only(
      model(`
paths:
  /a:
    get:
      operationId: readA
      parameters:
        - name: filter
          in: query
          content: { application/json: { schema: { type: object }, example: { a: 1 } } }
      responses: {}
`),
    ).parameters;
    expect(parameter).toMatchObject({
      mediaType: 'application/json',
      schema: { type: 'object' },
      examples: [{ name: 'example', value: { a: 1 } }],
    });
  });

  test('follow references to parameters, bodies, responses, headers, examples and path items', () => {
    const operation = only(
      model(`
paths:
  /a: { $ref: '#/components/pathItems/A' }
components:
  pathItems:
    A:
      post:
        operationId: makeA
        parameters: [{ $ref: '#/components/parameters/Page' }]
        requestBody: { $ref: '#/components/requestBodies/A' }
        responses: { '201': { $ref: '#/components/responses/Made' } }
  parameters: { Page: { name: page, in: query, schema: { type: integer } } }
  requestBodies:
    A: { required: true, content: { application/json: { examples: { one: { $ref: '#/components/examples/One' } } } } }
  responses:
    Made: { description: Made, headers: { X-Id: { $ref: '#/components/headers/Id' } } }
  headers: { Id: { required: true, schema: { type: string } } }
  examples: { One: { summary: The first, value: 1 } }
`),
    );
    expect(operation.parameters[0]?.name).toBe('page');
    expect(operation.requestBody?.content[0]?.examples[0]).toMatchObject({
      name: 'one',
      value: 1,
      place: { pointer: '/components/examples/One/value' },
    });
    expect(operation.responses[0]).toMatchObject({
      status: '201',
      headers: [{ name: 'X-Id', required: true }],
      place: { pointer: '/components/responses/Made' },
    });
  });

  test('have security of their own, of the description, or none', () => {
    const { operations } = model(`
security: [{ token: ['read:all'] }, {}]
components: { securitySchemes: { token: { type: http, scheme: Bearer, x-contract-scopes: { 'read:all': See all } } } }
paths:
  /inherited: { get: { operationId: inherited, responses: {} } }
  /public: { get: { operationId: public, security: [], responses: {} } }
`);
    expect(operations.map(({ security }) => security)).toEqual([
      [{ schemes: [{ name: 'token', scopes: ['read:all'] }] }, { schemes: [] }],
      [],
    ]);
  });

  test('lead from links to operations by id and by reference', () => {
    const { operations } = model(`
paths:
  /a:
    post:
      operationId: makeA
      responses:
        '201':
          description: Made
          links:
            byId: { operationId: readA, parameters: { id: $response.body#/id } }
            byReference: { operationRef: '#/paths/~1a~1{id}/get' }
  /a/{id}: { get: { operationId: readA, responses: {} } }
`);
    expect(operations[0]?.responses[0]?.links.map(({ name, operation }) => [name, operation])).toEqual([
      ['byId', 'readA'],
      ['byReference', 'readA'],
    ]);
  });

  test('have no headers of names that no message can carry', () => {
    const operation = (name: string) => `
paths:
  /a:
    get:
      operationId: readA
      parameters: [{ name: '${name}', in: header, schema: {} }]
      responses: { 200: { description: A, headers: { '${name}': { schema: {} } } } }
`;
    expect(found(operation('X-Trace'))).toEqual([]);
    for (const name of ['', 'a b', 'a:b', 'ü']) {
      expect(found(operation(name))).toEqual([
        'part-malformed /paths/~1a/get/parameters/0',
        `part-malformed /paths/~1a/get/responses/200/headers/${name}`,
      ]);
    }
  });

  test('are not linked to those of another description, which is no mistake', () => {
    const linked = (reference: string) =>
      found(`
paths:
  /a:
    get: { operationId: readA, responses: { 200: { description: A, links: { b: { operationRef: '${reference}' } } } } }
`);
    const place = '/paths/~1a/get/responses/200/links/b';
    expect(linked('https://other.example.com/api.json#/paths/~1b/get')).toEqual([`not-carried ${place}`]);
    expect(linked('#/paths/~1b/get')).toEqual([`ref-leads-nowhere ${place}`]);
  });

  test('have servers of their own where the path item or they say so', () => {
    const { operations, servers } = model(`
servers: [{ url: 'https://{region}.example.com', variables: { region: { default: eu } } }]
paths:
  /a: { servers: [{ url: https://files.example.com }], get: { operationId: a, responses: {} } }
  /b: { get: { operationId: b, responses: {} } }
`);
    expect(servers).toEqual([{ url: 'https://{region}.example.com', variables: { region: 'eu' } }]);
    expect(operations.map((operation) => operation.servers?.[0]?.url)).toEqual([
      'https://files.example.com',
      undefined,
    ]);
  });
});

describe('names of operations', () => {
  const ids = (...operationIds: readonly string[]) => {
    const paths = operationIds.map((id, n) => [`/p${n}`, { get: { operationId: id, responses: {} } }]);
    const { model: built, diagnostics } = toApiModel({
      document: { openapi: '3.1.1', info: {}, paths: Object.fromEntries(paths) },
      sourceOf: (pointer) => ({ file, pointer }),
      locate: (place) => place,
    });
    return { ids: built.operations.map(({ id }) => id), rules: diagnostics.map(({ rule }) => rule) };
  };

  test('stay when they are fit to use', () => {
    expect(ids('listOrders', 'list_orders', '$x')).toEqual({
      ids: ['listOrders', 'list_orders', '$x'],
      rules: [],
    });
  });

  test('become names of code, and that is said', () => {
    expect(ids('repos/list-forks', 'find pet', '1st', '🙂')).toEqual({
      ids: ['reposListForks', 'findPet', '_1st', 'operation'],
      rules: Array(4).fill('operation-id-unusable'),
    });
  });

  test('never mean something to JavaScript', () => {
    expect(ids('constructor', '__proto__', 'then', 'toString').ids).toEqual([
      'constructorOperation',
      '__proto__Operation',
      'thenOperation',
      'toStringOperation',
    ]);
  });

  test('are unique, whoever comes first keeping the name that was written', () => {
    expect(ids('list-orders', 'listOrders', 'listOrders')).toEqual({
      ids: ['listOrders_3', 'listOrders', 'listOrders_2'],
      rules: ['operation-id-duplicate', 'operation-id-unusable', 'operation-id-duplicate'],
    });
  });

  test('are made from method and path when there is none', () => {
    const { model: built, diagnostics } = read('paths: { "/orders/{id}/lines": { get: { responses: {} } } }');
    expect(only(built).id).toBe('getOrdersIdLines');
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['operation-id-missing']);
  });
});

describe('schemas of 3.0 are read as 2020-12', () => {
  test.each([
    ['nullable', '{ type: string, nullable: true }', { type: ['string', 'null'] }],
    ['not nullable', '{ type: string, nullable: false }', { type: 'string' }],
    [
      'nullable enum',
      '{ type: string, nullable: true, enum: [a, b] }',
      { type: ['string', 'null'], enum: ['a', 'b', null] },
    ],
    [
      'nullable with allOf, description kept outside',
      "{ description: One, nullable: true, allOf: [{ $ref: '#/components/schemas/Other' }] }",
      { description: 'One', anyOf: [{ allOf: [{ $ref: '#/$defs/Other' }] }, { type: 'null' }] },
    ],
    [
      'nullable beside a reference',
      "{ nullable: true, $ref: '#/components/schemas/Other' }",
      { anyOf: [{ $ref: '#/$defs/Other' }, { type: 'null' }] },
    ],
    [
      'siblings of a reference are ignored',
      "{ minProperties: 1, $ref: '#/components/schemas/Other' }",
      { $ref: '#/$defs/Other' },
    ],
    ['exclusive bound', '{ minimum: 1, exclusiveMinimum: true }', { exclusiveMinimum: 1 }],
    ['inclusive bound', '{ maximum: 1, exclusiveMaximum: false }', { maximum: 1 }],
    ['example', '{ type: string, example: a }', { type: 'string', examples: ['a'] }],
    ['byte', '{ type: string, format: byte }', { type: 'string', format: 'byte', contentEncoding: 'base64' }],
    [
      'nullable inside',
      '{ type: array, items: { type: integer, nullable: true } }',
      { type: 'array', items: { type: ['integer', 'null'] } },
    ],
  ])('%s', (_, written, want) => {
    expect(schemaS(written, '3.0.3')).toEqual(want);
  });

  test('data that looks like a schema stays as it is', () => {
    const written = '{ type: object, default: { nullable: true, type: string }, enum: [{ $ref: x }] }';
    expect(schemaS(written, '3.0.3')).toEqual({
      type: 'object',
      default: { nullable: true, type: 'string' },
      enum: [{ $ref: 'x' }],
    });
  });

  test('what is ignored beside a reference is said', () => {
    const description = `
paths: {}
components: { schemas: { A: { $ref: '#/components/schemas/B', minLength: 1 }, B: { type: string } } }
`;
    expect(found(description, '3.0.3')).toEqual(['read-as-meant /components/schemas/A']);
  });
});

describe('schemas of 3.1', () => {
  test('siblings of a reference count', () => {
    expect(schemaS("{ $ref: '#/components/schemas/Other', minProperties: 1 }")).toEqual({
      $ref: '#/$defs/Other',
      minProperties: 1,
    });
  });

  test('keywords of 3.0 are read as they were meant, and that is said', () => {
    const description = 'components: { schemas: { S: { type: string, nullable: true } } }';
    expect(schemaS('{ type: string, nullable: true }')).toEqual({ type: ['string', 'null'] });
    expect(found(description)).toEqual(['read-as-meant /components/schemas/S']);
  });

  test('references to anything get names of their own', () => {
    const { schemas } = model(`
paths: {}
components:
  schemas:
    A: { type: object, properties: { b: { type: string }, c: { $ref: '#/components/schemas/A/properties/b' } } }
`);
    expect(schemas).toEqual({
      A: { type: 'object', properties: { b: { type: 'string' }, c: { $ref: '#/$defs/A_b' } } },
      A_b: { type: 'string' },
    });
  });

  test('names that need escaping, or mean something to JavaScript, become plain ones', () => {
    const { schemas } = model(`
paths: {}
components:
  schemas:
    'Page«Order»': { $ref: '#/components/schemas/__proto__' }
    __proto__: { type: string }
    constructor: { type: integer }
`);
    expect(schemas).toEqual({
      Page_Order_: { $ref: '#/$defs/_proto_' },
      _proto_: { type: 'string' },
      constructor: { type: 'integer' },
    });
    expect(Object.hasOwn(schemas, 'constructor')).toBe(true);
  });

  test('a property called __proto__ is a property', () => {
    const schema = schemaS('{ properties: { __proto__: { type: string } } }');
    const properties = Object.entries(Object.entries(schema ?? {})[0]?.[1] ?? {});
    expect(properties).toEqual([['__proto__', { type: 'string' }]]);
    expect(({} as { type?: unknown }).type).toBeUndefined();
  });

  test('discriminators lead to the same names as references', () => {
    const { schemas } = model(`
paths: {}
components:
  schemas:
    Pet:
      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }]
      discriminator: { propertyName: kind, mapping: { cat: Cat, dog: '#/components/schemas/Dog' } }
    Cat: { type: object }
    Dog: { type: object }
`);
    expect(schemas.Pet).toMatchObject({
      discriminator: { propertyName: 'kind', mapping: { cat: '#/$defs/Cat', dog: '#/$defs/Dog' } },
    });
  });

  test('$id, $anchor, $defs and $dynamicRef are resolved and gone', () => {
    const { schemas } = model(`
paths: {}
components:
  schemas:
    Tree:
      $id: https://example.com/tree
      $dynamicAnchor: node
      type: object
      properties:
        children: { type: array, items: { $dynamicRef: '#node' } }
        leaf: { $ref: '#/$defs/leaf' }
        named: { $ref: '#here' }
      $defs: { leaf: { type: string }, anchored: { $anchor: here, type: integer } }
    User: { $ref: https://example.com/tree }
`);
    expect(schemas).toMatchObject({
      Tree: {
        type: 'object',
        properties: {
          children: { type: 'array', items: { $ref: '#/$defs/Tree' } },
          leaf: { $ref: '#/$defs/Tree_leaf' },
          named: { $ref: '#/$defs/Tree_anchored' },
        },
      },
      Tree_leaf: { type: 'string' },
      Tree_anchored: { type: 'integer' },
      User: { $ref: '#/$defs/Tree' },
    });
    expect(JSON.stringify(schemas)).not.toMatch(/\$id|\$anchor|\$dynamic|"\$defs"/);
  });
});

describe('circles', () => {
  test('of references alone are reported, with both places, and opened', () => {
    const { model: built, diagnostics } = read(`
paths: {}
components: { schemas: { A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' } } }
`);
    expect(diagnostics).toMatchObject([
      {
        rule: 'ref-leads-nowhere',
        place: { pointer: '/components/schemas/B' },
        related: [{ pointer: '/components/schemas/A' }],
      },
    ]);
    expect(built.schemas).toEqual({ A: { $ref: '#/$defs/B' }, B: {} });
  });

  test('through compositions are opened where they close, the rest kept', () => {
    const { model: built, diagnostics } = read(`
paths: {}
components:
  schemas:
    Pet: { oneOf: [{ $ref: '#/components/schemas/Cat' }] }
    Cat: { allOf: [{ $ref: '#/components/schemas/Pet' }, { type: object }] }
`);
    expect(diagnostics.map(({ rule }) => rule)).toEqual(['ref-leads-nowhere']);
    expect(built.schemas.Cat).toEqual({ allOf: [{}, { type: 'object' }] });
  });

  test('through properties and items are what recursion is for', () => {
    const { schemas } = model(`
paths: {}
components:
  schemas:
    Node: { type: object, properties: { next: { $ref: '#/components/schemas/Node' } } }
`);
    expect(schemas.Node).toMatchObject({ properties: { next: { $ref: '#/$defs/Node' } } });
  });

  test('of a graph that doubles two hundred times end at once', () => {
    const names = Array.from({ length: 200 }, (_, n) => n);
    const doubling = names.map((n) => {
      const $ref = `#/components/schemas/S${n + 1}`;
      return [`S${n}`, { allOf: [{ $ref }, { $ref }], properties: { a: { $ref }, b: { $ref } } }];
    });
    const document = {
      openapi: '3.1.1',
      info: {},
      paths: {},
      components: { schemas: Object.fromEntries([...doubling, ['S200', { type: 'string' }]]) },
    };
    const built = toApiModel({
      document,
      sourceOf: (pointer) => ({ file, pointer }),
      locate: (place) => place,
    });
    expect(Object.keys(built.model.schemas)).toHaveLength(201);
    expect(built.diagnostics).toEqual([]);
  });
});

describe('examples', () => {
  const description = `
paths:
  /a:
    get:
      operationId: readA
      responses:
        '200':
          description: A
          content:
            application/json:
              schema: { $ref: '#/components/schemas/A' }
              examples:
                one: { value: 1 }
                far: { externalValue: https://example.com/a.json }
components: { schemas: { A: { type: integer, examples: [2, 3] } } }
`;

  test('come from the media type and from the schema, each with its place', () => {
    const { examples } = only(read(description).model).responses[0]!.content[0]!;
    expect(examples.map(({ name, value, isOfSchema }) => [name, value, isOfSchema === true])).toEqual([
      ['one', 1, false],
      ['schema', 2, true],
      ['schema-2', 3, true],
    ]);
  });

  test('kept elsewhere are not fetched, and that is said', () => {
    expect(found(description)).toEqual([
      'not-carried /paths/~1a/get/responses/200/content/application~1json/examples/far',
    ]);
  });
});

describe('a description of 3.2', () => {
  const description = `
$self: https://api.example.com/openapi
tags: [{ name: orders, summary: Orders, kind: nav }, { name: lines, parent: orders }]
servers: [{ url: https://api.example.com, name: production }]
paths:
  /orders:
    query:
      operationId: searchOrders
      tags: [lines]
      requestBody: { content: { application/json: { schema: { type: object } } } }
      responses:
        '200':
          summary: The orders found
          content:
            application/jsonl:
              itemSchema: { $ref: '#/components/schemas/Order' }
              examples:
                data: { dataValue: { id: 1 } }
                text: { serializedValue: '{"id":2}' }
    get:
      operationId: filterOrders
      parameters:
        - { name: filter, in: querystring, content: { application/x-www-form-urlencoded: { schema: { type: object } } } }
        - { name: session, in: cookie, style: cookie, schema: { type: string } }
      responses: { '200': { description: The orders } }
    additionalOperations:
      COPY:
        operationId: copyOrders
        requestBody:
          content: { multipart/mixed: { prefixEncoding: [{ contentType: text/plain }], itemSchema: {} } }
        responses: { '204': { description: Copied } }
components:
  schemas:
    Order: { type: object, discriminator: { propertyName: kind, defaultMapping: Order } }
  securitySchemes:
    device:
      type: oauth2
      oauth2MetadataUrl: https://login.example.com/metadata
      flows: { deviceAuthorization: { deviceAuthorizationUrl: https://login.example.com, tokenUrl: https://login.example.com, scopes: { read: Read } } }
security: [{ '#/components/securitySchemes/device': [read] }]
`;

  test('is carried with all that is new', () => {
    const { operations, tags, servers, schemas, securitySchemes } = read(description, '3.2.0').model;
    expect(tags).toEqual([
      { name: 'orders', summary: 'Orders', kind: 'nav' },
      { name: 'lines', parent: 'orders' },
    ]);
    expect(servers[0]?.name).toBe('production');
    expect(operations.map(({ id, method }) => [id, method])).toEqual([
      ['filterOrders', 'GET'],
      ['searchOrders', 'QUERY'],
      ['copyOrders', 'COPY'],
    ]);
    expect(
      operations[0]?.parameters.map((parameter) => [parameter.in, parameter.style, parameter.mediaType]),
    ).toEqual([
      ['querystring', 'form', 'application/x-www-form-urlencoded'],
      ['cookie', 'cookie', undefined],
    ]);
    expect(operations[1]?.responses[0]).toMatchObject({
      description: 'The orders found',
      content: [
        { itemSchema: { $ref: '#/$defs/Order' }, examples: [{ value: { id: 1 } }, { value: { id: 2 } }] },
      ],
    });
    expect(schemas.Order).toMatchObject({ discriminator: { defaultMapping: '#/$defs/Order' } });
    expect(securitySchemes[0]?.scopes.map(({ name }) => name)).toEqual(['read']);
    expect(operations[0]?.security).toEqual([{ schemes: [{ name: 'device', scopes: ['read'] }] }]);
  });

  test('says what it does not carry', () => {
    expect(found(description, '3.2.0')).toEqual([
      'not-carried /paths/~1orders/additionalOperations/COPY/requestBody/content/multipart~1mixed/prefixEncoding',
    ]);
  });
});

describe('what cannot be read or carried is said', () => {
  test.each([
    [
      'a reference to nothing',
      'paths: { /a: { $ref: "#/components/pathItems/A" } }',
      'ref-leads-nowhere /paths/~1a',
    ],
    [
      'a parameter without a name',
      'paths: { /a: { parameters: [{ in: query }], get: { operationId: a, responses: {} } } }',
      'part-malformed /paths/~1a/parameters/0',
    ],
    [
      'a header that OpenAPI ignores',
      'paths: { /a: { get: { operationId: a, parameters: [{ name: Accept, in: header, schema: {} }], responses: {} } } }',
      'not-carried /paths/~1a/get/parameters/0',
    ],
    [
      'a status that is none',
      "paths: { /a: { get: { operationId: a, responses: { '20': { description: A } } } } }",
      'part-malformed /paths/~1a/get/responses/20',
    ],
    [
      'a link to no operation',
      "paths: { /a: { get: { operationId: a, responses: { '200': { description: A, links: { b: { operationId: b } } } } } } }",
      'ref-leads-nowhere /paths/~1a/get/responses/200/links/b',
    ],
    [
      'XML',
      'paths: { /a: { get: { operationId: a, responses: { "200": { description: A, content: { application/xml: { schema: {} } } } } } } }',
      'not-carried /paths/~1a/get/responses/200/content/application~1xml/schema',
    ],
    ['a schema that is none', 'components: { schemas: { A: 7 } }', 'part-malformed /components/schemas/A'],
    [
      'a schema dialect that is not known',
      'jsonSchemaDialect: http://json-schema.org/draft-04/schema#',
      'not-carried /jsonSchemaDialect',
    ],
    [
      'a security scheme of no type',
      'components: { securitySchemes: { a: { type: magic } } }',
      'part-malformed /components/securitySchemes/a',
    ],
  ])('%s', (_, description, want) => {
    expect(found(description)).toEqual([want]);
  });

  test('and nothing that is not an object makes it stumble', () => {
    for (const value of [null, [], 'text', 7, true]) {
      const paths = {
        '/a': { get: { operationId: 'a', parameters: [value], requestBody: value, responses: value } },
      };
      for (const document of [
        value,
        { openapi: '3.1.1', paths: value, components: value, tags: value },
        { openapi: '3.1.1', paths },
      ]) {
        const built = toApiModel({
          document,
          sourceOf: (pointer) => ({ file, pointer }),
          locate: (place) => place,
        });
        expect(built.model.operations.length).toBeLessThanOrEqual(1);
      }
    }
  });
});

test('the model is plain data', () => {
  const built = model(`
security: []
paths: { '/a/{id}': { get: { operationId: readA, parameters: [{ name: id, in: path, required: true, schema: { type: string } }], responses: { '200': { description: A } } } } }
`);
  expect(structuredClone(built)).toEqual(built);
});
