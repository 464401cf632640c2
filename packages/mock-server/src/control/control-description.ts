/** Where the control operations stand, before every path of their description. */
export const CONTROL_PATH = '/__plumbline';

const SESSION = { $ref: '#/components/parameters/Session' };
const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (items: object) => ({ type: 'array', items });
const text = { type: 'string' };
const texts = list(text);
const anything = { type: 'object', additionalProperties: true };
const byName = (value: object) => ({ type: 'object', additionalProperties: value });
const object = (
  properties: Record<string, object>,
  required: readonly string[] = Object.keys(properties),
) => ({
  type: 'object',
  additionalProperties: false,
  required: [...required],
  properties,
});

const json = (schema: object, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});
const done = { description: 'Done.' };
const problem = { $ref: '#/components/responses/Problem' };
/** Pages of other origins get nothing, whatever they ask. */
const foreign = { 403: problem };
const noState = { 409: problem };
const body = (schema: object) => ({ required: true, content: { 'application/json': { schema } } });

/** What the control operations of a mock take and answer (OpenAPI 3.1). It is served beside them. */
export const controlDescription = {
  openapi: '3.1.1',
  info: {
    title: 'Plumbline mock control',
    version: '1',
    license: { name: 'MIT', identifier: 'MIT' },
    description:
      'What a mock remembers, which trouble it makes, what time it is there, and what was asked of it.',
  },
  servers: [{ url: CONTROL_PATH }],
  security: [],
  paths: {
    '/operations': {
      get: {
        operationId: 'listOperations',
        summary: 'The operations of the mock, and what each does with the state.',
        responses: { ...foreign, 200: json(list(ref('Operation')), 'In the order of the description.') },
      },
    },
    '/sessions': {
      get: {
        operationId: 'listSessions',
        summary: 'The names of the sessions that were used.',
        responses: { ...foreign, 200: json(texts, 'The one unused for the longest first.'), ...noState },
      },
    },
    '/session': {
      parameters: [SESSION],
      get: {
        operationId: 'inspectSession',
        summary: 'What a session remembers, for people to read.',
        responses: { ...foreign, 200: json(ref('SessionView'), 'What is there.'), ...noState },
      },
    },
    '/session/reset': {
      parameters: [SESSION],
      post: {
        operationId: 'resetSession',
        summary: 'Back to the start.',
        responses: { ...foreign, 204: done, ...noState },
      },
    },
    '/session/snapshot': {
      parameters: [SESSION],
      get: {
        operationId: 'takeSnapshot',
        summary: 'All that a session remembers. It holds the tokens that the session knows.',
        responses: { ...foreign, 200: json(ref('Snapshot'), 'The snapshot.'), ...noState },
      },
      put: {
        operationId: 'restoreSnapshot',
        summary: 'Puts a snapshot in the place of everything.',
        requestBody: body(ref('Snapshot')),
        responses: { ...foreign, 204: done, 400: problem, 422: problem, ...noState },
      },
    },
    '/session/seed': {
      parameters: [SESSION],
      post: {
        operationId: 'seedSession',
        summary: 'Adds items and tokens to what is there.',
        requestBody: body(ref('Seed')),
        responses: { ...foreign, 204: done, 400: problem, 422: problem, ...noState },
      },
    },
    '/trouble': {
      get: {
        operationId: 'listTrouble',
        summary:
          'The plans of trouble that were made, the oldest first. The newest that fits a request counts.',
        responses: { ...foreign, 200: json(list(ref('Trouble')), 'The plans.') },
      },
      post: {
        operationId: 'makeTrouble',
        summary: 'Makes trouble for coming requests.',
        requestBody: body(ref('NewTrouble')),
        responses: { ...foreign, 201: json(ref('Trouble'), 'The plan.'), 400: problem, 422: problem },
      },
      delete: {
        operationId: 'endAllTrouble',
        summary: 'Ends all trouble, that of the command line too.',
        responses: { ...foreign, 204: done },
      },
    },
    '/trouble/{id}': {
      delete: {
        operationId: 'endTrouble',
        summary: 'Ends one plan.',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', maxLength: 20 } }],
        responses: { ...foreign, 204: done, 404: problem },
      },
    },
    '/clock': {
      get: {
        operationId: 'readClock',
        summary: 'The time that the mock tells and counts by.',
        responses: { ...foreign, 200: json(ref('Clock'), 'The clock.') },
      },
      patch: {
        operationId: 'moveClock',
        summary: 'Sets, moves, stops or starts the clock, in this order.',
        requestBody: body(ref('ClockChange')),
        responses: { ...foreign, 200: json(ref('Clock'), 'The clock.'), 400: problem },
      },
      delete: {
        operationId: 'resetClock',
        summary: 'Back to the time of the machine.',
        responses: { ...foreign, 200: json(ref('Clock'), 'The clock.') },
      },
    },
    '/log': {
      get: {
        operationId: 'readLog',
        summary: 'The latest exchanges, the oldest first. Secrets are not in them.',
        parameters: [
          {
            name: 'after',
            in: 'query',
            description: 'Only exchanges with a greater id.',
            schema: { type: 'integer', minimum: 0, default: 0 },
          },
        ],
        responses: { ...foreign, 200: json(list(ref('Exchange')), 'The exchanges.'), 400: problem },
      },
      delete: { operationId: 'clearLog', summary: 'Empties the log.', responses: { ...foreign, 204: done } },
    },
    '/diagnostics': {
      get: {
        operationId: 'listDiagnostics',
        summary: 'What was found wrong with the description so far.',
        responses: { ...foreign, 200: json(list(ref('Diagnostic')), 'The findings.') },
      },
    },
  },
  components: {
    parameters: {
      Session: {
        name: 'Plumbline-Session',
        in: 'header',
        description: 'The name of a session.',
        schema: { type: 'string', maxLength: 200, default: 'default' },
      },
    },
    responses: {
      Problem: {
        description: 'What was wrong, and what to do about it (RFC 9457).',
        content: { 'application/problem+json': { schema: ref('Problem') } },
      },
    },
    schemas: {
      Operation: object(
        { id: text, method: text, path: text, summary: text, role: text, type: text, note: text },
        ['id', 'method', 'path', 'role'],
      ),
      SessionView: object({
        name: text,
        collections: list(object({ type: text, path: text, tenant: text, items: list(anything) })),
        singletons: list(object({ path: text, tenant: text, value: anything })),
        tokens: list({
          allOf: [ref('Token')],
          type: 'object',
          required: ['token'],
          properties: { token: text },
        }),
      }),
      Token: {
        type: 'object',
        properties: { scopes: texts, roles: texts, tenant: text, policy: text },
      },
      Snapshot: object({
        version: { const: 1 },
        shelves: list(
          object({
            collection: text,
            parents: texts,
            tenant: text,
            items: list(
              object({ id: text, value: anything, links: byName(text), place: { type: 'integer' } }),
            ),
            gone: texts,
          }),
        ),
        singletons: list(object({ path: text, parents: texts, tenant: text, value: anything })),
        tokens: byName(ref('Token')),
        serial: { type: 'integer', minimum: 0 },
      }),
      Seed: object({ items: byName(list(anything)), tokens: byName(ref('Token')), tenant: text }, []),
      NewTrouble: object(
        {
          plan: {
            type: 'string',
            description: 'As in the header Plumbline-Trouble.',
            examples: ['status=503@0.1'],
          },
          session: { type: 'string', maxLength: 200, description: 'By default every session.' },
          operations: { ...texts, description: 'Ids of operations; by default all.' },
        },
        ['plan'],
      ),
      Trouble: object({ id: text, plan: text, session: text, operations: texts }, ['id', 'plan']),
      Clock: object({ now: { type: 'string', format: 'date-time' }, isStopped: { type: 'boolean' } }),
      ClockChange: object(
        {
          now: { type: 'string', format: 'date-time' },
          moveBy: { type: 'integer', description: 'Milliseconds; negative numbers lead back.' },
          isStopped: { type: 'boolean' },
        },
        [],
      ),
      Exchange: object(
        {
          id: { type: 'integer' },
          at: { type: 'string', format: 'date-time' },
          durationMs: { type: 'number', minimum: 0 },
          session: text,
          method: text,
          url: text,
          operation: text,
          request: ref('Message'),
          response: {
            ...ref('Message'),
            type: 'object',
            required: ['status'],
            properties: { status: { type: 'integer' } },
          },
          answeredBy: {
            enum: ['state', 'example', 'made', 'responder', 'refusal', 'trouble', 'upstream'],
          },
          violations: list(ref('Violation')),
          trouble: texts,
        },
        ['id', 'at', 'durationMs', 'session', 'method', 'url', 'request', 'violations', 'trouble'],
      ),
      Message: {
        type: 'object',
        required: ['headers'],
        properties: {
          headers: list({ type: 'array', prefixItems: [text, text], minItems: 2, maxItems: 2 }),
          body: object(
            { text, encoding: { const: 'base64' }, bytes: { type: 'integer' }, isCut: { type: 'boolean' } },
            ['text', 'bytes', 'isCut'],
          ),
        },
      },
      Place: object({ file: text, pointer: text, line: { type: 'integer' }, column: { type: 'integer' } }, [
        'file',
        'pointer',
      ]),
      Violation: object(
        {
          direction: { enum: ['request', 'response'] },
          obligation: text,
          operation: text,
          pointer: text,
          code: text,
          message: text,
          place: ref('Place'),
          help: text,
        },
        ['direction', 'obligation', 'pointer', 'code', 'message'],
      ),
      Diagnostic: {
        type: 'object',
        required: ['rule', 'severity', 'message', 'place'],
        properties: {
          rule: text,
          severity: { enum: ['error', 'warning', 'info'] },
          message: text,
          help: text,
          place: ref('Place'),
        },
      },
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status'],
        properties: {
          type: text,
          title: text,
          status: { type: 'integer' },
          detail: text,
          instance: text,
        },
      },
    },
  },
} as const;
