/** What would show up as a name in the generated code if a text broke out of its place. */
export const CANARY = 'plumblineCanary';

/** Texts that break out of a literal, a comment, a line or a tag. */
export const payloads = {
  'single quote': `a';${CANARY}();'`,
  'double quote': `a";${CANARY}();"`,
  backtick: `a\`;${CANARY}();\``,
  'template expression': `a\${${CANARY}()}`,
  'end of comment': `a*/${CANARY}();/*`,
  'line feed': `a\n${CANARY}();\n`,
  'carriage return': `a\r${CANARY}();\r\n`,
  'line separator': `a\u2028${CANARY}();\u2029`,
  'next line': `a\u0085${CANARY}();`,
  'trailing backslash': 'a\\',
  'escaped quote': `a\\';${CANARY}();//`,
  'closing tag': `a</script><script>${CANARY}()</script><!--`,
  'bidi control': `a\u202e${CANARY}\u2066 // \u2069`,
  'compiler directive': '@ts-expect-error',
  'broken percent sequence': `a%zz#/${CANARY}~2`,
  'null character': `a\u0000${CANARY}`,
} as const;

/** Names that mean something to JavaScript, or that no identifier can be made from. */
export const names = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'then',
  'default',
  'class',
  '1abc',
  '🎉',
  'x'.repeat(300),
  '',
];

/** The places of a description that hold a text of the author's choice. */
export const fields = [
  'title',
  'version',
  'path',
  'serverUrl',
  'operationId',
  'summary',
  'tag',
  'parameterName',
  'headerParameter',
  'parameterDescription',
  'parameterDefault',
  'mediaType',
  'enumValue',
  'enumName',
  'constValue',
  'defaultValue',
  'propertyName',
  'requiredName',
  'discriminatorValue',
  'schemaName',
  'schemaTitle',
  'schemaDescription',
  'format',
  'exampleValue',
  'responseHeader',
  'responseDescription',
  'securityScheme',
  'scope',
  'problemType',
  'webhookName',
  'callbackName',
  'componentName',
] as const;

/** Those of them that are names. */
export const namingFields = [
  'path',
  'operationId',
  'parameterName',
  'headerParameter',
  'mediaType',
  'propertyName',
  'requiredName',
  'schemaName',
  'responseHeader',
  'securityScheme',
  'webhookName',
  'callbackName',
  'componentName',
] as const satisfies readonly Field[];

export type Field = (typeof fields)[number];

/** A description with the given texts in the given places, harmless ones elsewhere. */
export function hostileDocument(texts: Partial<Record<Field, string>>): Record<string, unknown> {
  const text = (field: Field, harmless: string) => texts[field] ?? harmless;
  const schemaName = text('schemaName', 'Thing');
  const scheme = text('securityScheme', 'token');
  const property = text('propertyName', 'label');
  return {
    openapi: '3.1.1',
    info: { title: text('title', 'Things'), version: text('version', '1') },
    servers: [
      {
        url: text('serverUrl', 'https://things.example'),
        variables: { v: { default: text('serverUrl', 'v') } },
      },
    ],
    security: [{ [scheme]: [text('scope', 'read')] }],
    paths: {
      [`/${text('path', 'things')}`]: {
        post: {
          operationId: text('operationId', 'addThing'),
          summary: text('summary', 'Add a thing'),
          tags: [text('tag', 'Things')],
          parameters: [
            {
              name: text('parameterName', 'mode'),
              in: 'query',
              description: text('parameterDescription', 'How.'),
              schema: { type: 'string', default: text('parameterDefault', 'x') },
            },
            {
              name: text('headerParameter', 'X-Mode'),
              in: 'header',
              schema: { type: 'array', items: {}, default: [text('defaultValue', 'x')] },
            },
            { $ref: reference('parameters', text('componentName', 'Shared')) },
          ],
          callbacks: {
            [text('callbackName', 'done')]: {
              [`{$request.body#/${text('callbackName', 'url')}}`]: {
                post: {
                  requestBody: {
                    content: {
                      [text('mediaType', 'text/plain')]: { schema: { type: 'object', properties: {} } },
                    },
                  },
                  responses: { 204: { description: 'Ok.' } },
                },
              },
            },
          },
          requestBody: {
            content: {
              'application/json': { schema: { $ref: reference('schemas', schemaName) } },
              [text('mediaType', 'text/plain')]: {
                schema: { type: 'object', properties: { a: { type: 'string' } } },
              },
            },
          },
          responses: {
            200: {
              description: text('responseDescription', 'Fine.'),
              headers: {
                [text('responseHeader', 'X-Thing')]: { required: true, schema: { type: 'string' } },
              },
              content: {
                'application/json': { schema: { $ref: reference('schemas', schemaName) } },
                [text('mediaType', 'text/plain')]: {
                  schema: { type: 'object', properties: { a: { type: 'string' } } },
                },
              },
            },
            404: {
              description: 'None.',
              content: {
                'application/problem+json': {
                  schema: {
                    type: 'object',
                    properties: { type: { const: text('problemType', 'urn:none') } },
                  },
                },
              },
            },
          },
        },
      },
    },
    webhooks: {
      [text('webhookName', 'thingAdded')]: {
        post: {
          requestBody: { content: { 'application/json': { schema: { type: 'string' } } } },
          responses: { 204: { description: 'Ok.' } },
        },
      },
    },
    components: {
      securitySchemes: {
        [scheme]: { type: 'http', scheme: 'bearer', description: text('summary', 'A token.') },
      },
      parameters: {
        [text('componentName', 'Shared')]: { name: 'shared', in: 'query', schema: { type: 'string' } },
      },
      schemas: {
        [schemaName]: {
          type: 'object',
          title: text('schemaTitle', 'A thing'),
          description: text('schemaDescription', 'What it is.'),
          required: [property, text('requiredName', 'kind')],
          properties: {
            [property]: {
              type: 'string',
              default: text('defaultValue', 'x'),
              examples: [text('exampleValue', 'x')],
            },
            nested: {
              type: 'object',
              properties: { [property]: { type: 'object', properties: { deep: { type: 'string' } } } },
            },
            kind: {
              enum: [text('enumValue', 'a'), 'b'],
              'x-enumNames': [text('enumName', 'A')],
              'x-enum-descriptions': [text('enumName', 'A')],
            },
            fixed: { const: { [property]: text('constValue', 'c') } },
            when: {
              type: 'string',
              format: text('format', 'date'),
              description: text('schemaDescription', 'When.'),
            },
            part: {
              oneOf: [{ $ref: '#/components/schemas/Left' }, { $ref: '#/components/schemas/Right' }],
              discriminator: {
                propertyName: property,
                mapping: { [text('discriminatorValue', 'left')]: '#/components/schemas/Left' },
              },
            },
          },
        },
        Left: { type: 'object', required: [property], properties: { [property]: { type: 'string' } } },
        Right: { type: 'object', required: [property], properties: { [property]: { type: 'string' } } },
      },
    },
  };
}

function reference(kind: string, name: string): string {
  const token = name.replaceAll('~', '~0').replaceAll('/', '~1');
  return `#/components/${kind}/${encodeURIComponent(token.toWellFormed())}`;
}
