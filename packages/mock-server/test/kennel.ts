import { documentOf, json, problem } from './documents.ts';

/** A kennel: dogs with visits below them, an owner profile, and every behaviour declared. */

const dog = { $ref: '#/components/schemas/Dog' };
const visit = { $ref: '#/components/schemas/Visit' };
const text = { type: 'string' };

const path = (name: string) => ({ name, in: 'path', required: true, schema: text });
const query = (name: string, schema: unknown) => ({ name, in: 'query', schema });
const header = (name: string, schema: unknown) => ({ [name]: { schema } });
const body = (schema: unknown) => ({ required: true, content: { 'application/json': { schema } } });

const problems = Object.fromEntries(
  [400, 401, 403, 404, 409, 429].map((status) => [
    status,
    problem({ type: `https://kennel.example/problems/${status}`, status, title: 'No', detail: 'No.' }),
  ]),
);

const rex = {
  id: 'dog_001',
  name: 'Rex',
  breed: 'boxer',
  weight: 30,
  status: 'active',
  createdAt: '2026-01-02T03:04:05Z',
};
const bella = { ...rex, id: 'dog_002', name: 'Bella', breed: 'poodle', weight: 9 };
const checkUp = { id: 71, dogId: 'dog_001', reason: 'check-up', paid: true };

const pageHeaders = {
  ...header('X-Next', text),
  ...header('X-More', { type: 'boolean' }),
  ...header('X-Total', { type: 'integer' }),
};

const paths = {
  '/dogs': {
    get: {
      operationId: 'listDogs',
      parameters: [
        query('limit', { type: 'integer', minimum: 1, maximum: 100, default: 20 }),
        query('cursor', text),
        query('breed', text),
        query('min_weight', { type: 'number' }),
        query('q', text),
        query('sort', { enum: ['name', '-name', 'weight', '-weight'] }),
      ],
      responses: {
        ...problems,
        200: json({ schema: { type: 'array', items: dog }, example: [rex, bella] }, { headers: pageHeaders }),
      },
      'x-contract-pagination': {
        type: 'cursor',
        cursor: '$request.query.cursor',
        limit: '$request.query.limit',
        items: '$response.body',
        next: '$response.header.X-Next',
        hasMore: '$response.header.X-More',
        total: '$response.header.X-Total',
        invalidCursor: '400',
      },
    },
    post: {
      operationId: 'createDog',
      parameters: [{ name: 'Idempotency-Key', in: 'header', schema: text }],
      requestBody: body({ $ref: '#/components/schemas/NewDog' }),
      responses: { ...problems, 201: json({ schema: dog }, { headers: header('Location', text) }) },
    },
  },
  '/dogs/{dogId}': {
    parameters: [path('dogId')],
    get: { operationId: 'getDog', responses: { ...problems, 200: json({ schema: dog, example: rex }) } },
    patch: {
      operationId: 'updateDog',
      requestBody: body({ $ref: '#/components/schemas/DogPatch' }),
      responses: { ...problems, 200: json({ schema: dog }) },
    },
    put: {
      operationId: 'replaceDog',
      requestBody: body({ $ref: '#/components/schemas/NewDog' }),
      responses: { ...problems, 200: json({ schema: dog }) },
    },
    delete: { operationId: 'deleteDog', responses: { ...problems, 204: { description: 'Gone.' } } },
  },
  '/dogs/{dogId}/archive': {
    post: {
      operationId: 'archiveDog',
      parameters: [path('dogId')],
      responses: { ...problems, 200: json({ schema: dog }) },
    },
  },
  '/dogs/{dogId}/visits': {
    parameters: [path('dogId')],
    get: {
      operationId: 'listVisits',
      responses: {
        ...problems,
        200: json({
          schema: {
            type: 'object',
            required: ['items'],
            properties: { items: { type: 'array', items: visit } },
          },
          example: { items: [checkUp] },
        }),
      },
    },
    post: {
      operationId: 'createVisit',
      requestBody: body({ type: 'object', required: ['reason'], properties: { reason: text } }),
      responses: { ...problems, 201: json({ schema: visit }) },
    },
  },
  '/dogs/{dogId}/visits/{visitId}': {
    get: {
      operationId: 'getVisit',
      parameters: [path('dogId'), { ...path('visitId'), schema: { type: 'integer' } }],
      responses: { ...problems, 200: json({ schema: visit }) },
    },
  },
  '/owner': {
    get: {
      operationId: 'getOwner',
      responses: {
        ...problems,
        200: json({ schema: { $ref: '#/components/schemas/Owner' }, example: { name: 'Ada', phone: null } }),
      },
    },
    patch: {
      operationId: 'updateOwner',
      security: [{ token: ['write:owner'] }],
      requestBody: body({ type: 'object', properties: { name: text, phone: { type: ['string', 'null'] } } }),
      responses: { ...problems, 200: json({ schema: { $ref: '#/components/schemas/Owner' } }) },
    },
  },
};

const writable = {
  name: { type: 'string', minLength: 1 },
  breed: text,
  weight: { type: 'number' },
  note: { type: ['string', 'null'] },
};

const schemas = {
  Dog: {
    type: 'object',
    required: ['id', 'name', 'status', 'createdAt'],
    additionalProperties: false,
    properties: {
      id: { ...text, readOnly: true },
      ...writable,
      breed: { ...text, default: 'mongrel' },
      status: { enum: ['active', 'archived'] },
      createdAt: { type: 'string', format: 'date-time' },
    },
  },
  NewDog: { type: 'object', required: ['name'], additionalProperties: false, properties: writable },
  DogPatch: { type: 'object', additionalProperties: false, properties: writable },
  Visit: {
    type: 'object',
    required: ['id', 'dogId', 'reason', 'paid'],
    additionalProperties: false,
    properties: { id: { type: 'integer' }, dogId: text, reason: text, paid: { type: 'boolean' } },
  },
  Owner: {
    type: 'object',
    required: ['name', 'phone'],
    properties: { name: text, phone: { type: ['string', 'null'] } },
  },
};

export const kennel = documentOf(paths, {
  security: [{ token: [] }],
  'x-contract-idempotency': {
    key: '$request.header.Idempotency-Key',
    methods: ['post'],
    window: 'PT1H',
    mismatch: '409',
  },
  'x-contract-rate-limit': {
    policies: [{ name: 'all', quota: 40, window: 'PT1M', kind: 'fixed', partition: 'principal' }],
    remaining: '$response.header.X-Remaining',
    retryAfter: '$response.header.Retry-After',
  },
  components: {
    schemas,
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer', 'x-contract-scopes': { 'write:owner': 'Change it' } },
    },
  },
});
