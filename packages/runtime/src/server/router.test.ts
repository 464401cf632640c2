import { expect, test } from 'vitest';
import { createRouter, parameterNames } from './router.ts';

function routerOf(...paths: string[]) {
  return createRouter(
    paths.map((path) => ({ path, value: path })),
    (values) => values.join(' | '),
  );
}

test.each([
  { paths: ['/things/{id}', '/things/me'], find: '/things/me', want: '/things/me', texts: [] },
  { paths: ['/things/{id}', '/things/me'], find: '/things/you', want: '/things/{id}', texts: ['you'] },
  { paths: ['/{a}/b', '/a/{b}'], find: '/a/b', want: '/a/{b}', texts: ['b'] },
  { paths: ['/a/{x}/c', '/a/b/{y}'], find: '/a/b/c', want: '/a/b/{y}', texts: ['c'] },
  { paths: ['/a/me/x', '/a/{id}/y'], find: '/a/me/y', want: '/a/{id}/y', texts: ['me'] },
  {
    paths: ['/files/{name}.{type}'],
    find: '/files/a.tar.gz',
    want: '/files/{name}.{type}',
    texts: ['a', 'tar.gz'],
  },
  { paths: ['/files/{name}.{type}', '/files/{name}'], find: '/files/a', want: '/files/{name}', texts: ['a'] },
  {
    paths: ['/files/{name}', '/files/{name}.{type}'],
    find: '/files/a.b',
    want: '/files/{name}.{type}',
    texts: ['a', 'b'],
  },
  {
    paths: ['/jobs/{id}:cancel', '/jobs/{id}'],
    find: '/jobs/7:cancel',
    want: '/jobs/{id}:cancel',
    texts: ['7'],
  },
  { paths: ['/jobs/{id}:cancel', '/jobs/{id}'], find: '/jobs/7', want: '/jobs/{id}', texts: ['7'] },
  { paths: ['/jobs:batch/{id}'], find: '/jobs:batch/7', want: '/jobs:batch/{id}', texts: ['7'] },
  { paths: ['/:x/{id}', '/*/{id}'], find: '/:x/1', want: '/:x/{id}', texts: ['1'] },
  { paths: ['/:x/{id}', '/*/{id}'], find: '/*/1', want: '/*/{id}', texts: ['1'] },
  { paths: ['/(a|b)/@1'], find: '/(a|b)/@1', want: '/(a|b)/@1', texts: [] },
  { paths: ['/é/{id}'], find: '/%C3%A9/1', want: '/é/{id}', texts: ['1'] },
  { paths: ['/a%20b'], find: '/a%20b', want: '/a%20b', texts: [] },
  { paths: ['/'], find: '/', want: '/', texts: [] },
  { paths: ['/{a}{b}'], find: '/xyz', want: '/{a}{b}', texts: ['x', 'yz'] },
  {
    paths: ['/things/{constructor}/{__proto__}'],
    find: '/things/a/b',
    want: '/things/{constructor}/{__proto__}',
    texts: ['a', 'b'],
  },
  { paths: ['/a/{x}', '/a/{y}'], find: '/a/1', want: '/a/{x} | /a/{y}', texts: ['1'] },
  { paths: ['/a/{x}/b'], find: '/a/1%2F2/b', want: '/a/{x}/b', texts: ['1%2F2'] },
])('finds $find among $paths', ({ paths, find, want, texts }) => {
  const match = routerOf(...paths).find(find);
  expect(match).toEqual({ entry: want, texts });
});

test.each([
  { paths: ['/things'], find: '/things/' },
  { paths: ['/things/'], find: '/things' },
  { paths: ['/things/{id}'], find: '/things/' },
  { paths: ['/things/{id}'], find: '/things/1/2' },
  { paths: ['/(a|b)'], find: '/a' },
  { paths: ['/a.b'], find: '/axb' },
  { paths: ['/files/{name}.{type}'], find: '/files/a' },
  { paths: ['/constructor'], find: '/__proto__' },
  { paths: [], find: '/' },
])('finds nothing at $find among $paths', ({ paths, find }) => {
  expect(routerOf(...paths).find(find)).toBeUndefined();
});

test('names the parameters of a template in their order', () => {
  expect(parameterNames('/a/{x}/{y}.{z}:run')).toEqual(['x', 'y', 'z']);
});

test('stays fast on a path that is made to backtrack', () => {
  const router = routerOf('/{a}-{b}-{c}-{d}-{e}.json');
  const started = performance.now();
  expect(router.find(`/${'-a'.repeat(8000)}`)).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(200);
});
