import { toApiModel } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { collectProblems } from './collect-problems.ts';

test('finds a problem type behind a reference whose name is written with escapes', () => {
  const problems = collectProblems(
    modelOf({ $ref: '#/components/schemas/Sold~0out%25' }, { 'Sold~out%': typeOf('urn:sold-out') }),
  );
  expect(problems.map(({ type }) => type)).toEqual(['urn:sold-out']);
});

function typeOf(type: string): object {
  return { type: 'object', properties: { type: { const: type } } };
}

function modelOf(schema: object, schemas: Readonly<Record<string, object>>) {
  const document = {
    openapi: '3.1.0',
    info: { title: 'Shop', version: '1' },
    paths: {
      '/orders': {
        post: {
          operationId: 'createOrder',
          responses: {
            409: { description: 'Sold out', content: { 'application/problem+json': { schema } } },
          },
        },
      },
    },
    components: { schemas },
  };
  const sourceOf = (pointer: string) => ({ file: 'api.yaml', pointer });
  return toApiModel({ document, sourceOf, locate: (place) => place }).model;
}
