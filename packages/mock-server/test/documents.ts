/** Documents of one operation, for what a test is about. */

export interface OperationParts {
  readonly [part: string]: unknown;
}

export function documentOf(paths: Record<string, unknown>, rest: Record<string, unknown> = {}): unknown {
  return { openapi: '3.1.1', info: { title: 'Shop', version: '1' }, paths, ...rest };
}

/** `GET /thing` with these responses. */
export function answering(responses: Record<string, unknown>, rest: OperationParts = {}): unknown {
  return documentOf({ '/thing': { get: { operationId: 'getThing', responses, ...rest } } });
}

/** A response with one JSON content. */
export function json(content: Record<string, unknown>, rest: OperationParts = {}): unknown {
  return { description: 'As described.', content: { 'application/json': content }, ...rest };
}

const problemSchema = {
  type: 'object',
  required: ['type', 'status'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    errors: {
      type: 'array',
      items: { type: 'object', required: ['pointer', 'code'], properties: { pointer: {}, code: {} } },
    },
  },
};

const validationProblem = {
  type: 'https://shop.example/problems/validation-failed',
  title: 'Validation failed',
  status: 400,
  detail: 'Something is wrong.',
  errors: [{ pointer: '/example', code: 'example', message: 'is an example' }],
};

export function problem(example: unknown): unknown {
  return {
    description: 'A problem.',
    content: { 'application/problem+json': { schema: problemSchema, example } },
  };
}

/** A small shop with everything that a request can do wrong. `refusals` are the declared 4xx of `POST /orders`. */
export function shop(refusals: Record<string, unknown> = { 400: problem(validationProblem) }): unknown {
  return documentOf(
    {
      '/orders': {
        post: {
          operationId: 'createOrder',
          security: [{ token: [] }],
          parameters: [{ name: 'dryRun', in: 'query', schema: { type: 'boolean' } }],
          requestBody: {
            required: true,
            content: { 'application/json': { schema: { $ref: '#/components/schemas/Order' } } },
          },
          responses: { 201: json({ example: { id: 1, item: 'tea' } }), ...refusals },
        },
      },
      '/orders/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'integer' } }],
        get: {
          operationId: 'getOrder',
          responses: {
            200: json({ example: { id: 1, item: 'tea' } }),
            404: problem({ type: 'https://shop.example/problems/not-found', status: 404 }),
          },
        },
      },
    },
    {
      components: {
        securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
        schemas: {
          Order: {
            type: 'object',
            required: ['item'],
            properties: { item: { type: 'string', minLength: 2 }, amount: { type: 'integer', minimum: 1 } },
          },
        },
      },
    },
  );
}
