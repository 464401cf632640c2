import type { Operation } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { createRouter } from './router.ts';

function operation(line: string): Operation {
  const [method = '', path = ''] = line.split(' ');
  return {
    id: line,
    method,
    path,
    tags: [],
    deprecated: false,
    parameters: [],
    responses: [],
    security: [],
    behaviours: { roles: [] },
    place: { file: 'openapi.yaml', pointer: '' },
  };
}

const router = createRouter(
  [
    'GET /',
    'GET /pets',
    'POST /pets/{id}',
    'GET /pets/{id}',
    'GET /pets/mine',
    'PUT /pets/{name}',
    'GET /pets/{id}.json',
    'GET /pets/{from}..{to}',
    'GET /caf%C3%A9',
    'GET /a{x}b/c',
    'POST /head',
  ].map(operation),
);

test.each([
  ['GET /', 'GET /'],
  ['GET /pets', 'GET /pets'],
  ['GET /pets/1', 'GET /pets/{id}'],
  ['GET /pets/mine', 'GET /pets/mine'],
  ['POST /pets/mine', 'POST /pets/{id}'],
  ['PUT /pets/1', 'PUT /pets/{name}'],
  ['GET /pets/rex.json', 'GET /pets/{id}.json'],
  ['GET /pets/1..5', 'GET /pets/{from}..{to}'],
  ['GET /pets/a%2Fb', 'GET /pets/{id}'],
  ['GET /caf%C3%A9', 'GET /caf%C3%A9'],
  ['GET /a1b/c', 'GET /a{x}b/c'],
  ['HEAD /pets', 'GET /pets'],
])('finds for %s the operation %s', (line, id) => {
  const [method = '', path = ''] = line.split(' ');
  expect(router.find(method, path)).toMatchObject({ kind: 'operation', operation: { id } });
});

test.each(['GET /nowhere', 'GET /pets/', 'GET /pets/1/2', 'GET /ab/c', 'GET /pets/1/'])(
  'finds nothing for %s',
  (line) => {
    const [method = '', path = ''] = line.split(' ');
    expect(router.find(method, path)).toEqual({ kind: 'none' });
  },
);

test('names the methods that a path takes', () => {
  expect(router.find('DELETE', '/pets/mine')).toEqual({
    kind: 'other-methods',
    allow: ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT'],
  });
  expect(router.find('HEAD', '/head')).toEqual({ kind: 'other-methods', allow: ['OPTIONS', 'POST'] });
});
