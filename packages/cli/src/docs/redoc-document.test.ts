import type { Operation } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { toRedocDocument } from './redoc-document.ts';

const base = { openapi: '3.2.0', info: { title: 'T', version: '1' } };

/** Only these two decide where an operation stands. */
const operation = (method: string, path: string) => ({ method, path }) as Operation;

describe('the document for Redoc', () => {
  test('leaves plain names as they are', () => {
    const source = {
      ...base,
      tags: [{ name: 'pets' }],
      paths: { '/pets': { get: { operationId: 'listPets', tags: ['pets'] } } },
    };
    const { document, anchorOf } = toRedocDocument(source);
    expect(document.paths).toEqual(source.paths);
    expect(anchorOf(operation('GET', '/pets'))).toBe('#/pets/listpets');
  });

  test('gives other names plain ones, each once, and keeps them for display', () => {
    const { document, anchorOf } = toRedocDocument({
      ...base,
      tags: [{ name: 'Größe & Gewicht' }],
      paths: {
        '/a': {
          get: { operationId: 'a/b', tags: ['Größe & Gewicht'] },
          put: { operationId: 'A/B', tags: ['gr e-gewicht'] },
          post: { tags: ['Größe & Gewicht'] },
        },
      },
    });
    expect(document.tags).toEqual([
      { name: 'gr-e-gewicht', 'x-displayName': 'Größe & Gewicht' },
      { name: 'gr-e-gewicht-2', 'x-displayName': 'gr e-gewicht' },
    ]);
    expect(document.paths).toEqual({
      '/a': {
        get: { operationId: 'a-b', summary: 'a/b', tags: ['gr-e-gewicht'] },
        put: { operationId: 'a-b-2', summary: 'A/B', tags: ['gr-e-gewicht-2'] },
        post: { operationId: 'operation', summary: '/a', tags: ['gr-e-gewicht'] },
      },
    });
    expect(['GET', 'PUT', 'POST'].map((method) => anchorOf(operation(method, '/a')))).toEqual([
      '#/gr-e-gewicht/a-b',
      '#/gr-e-gewicht-2/a-b-2',
      '#/gr-e-gewicht/operation',
    ]);
  });

  test('knows nested tags, tags that only mark, other methods and shared path items', () => {
    const { anchorOf } = toRedocDocument({
      ...base,
      tags: [{ name: 'shop' }, { name: 'orders', parent: 'shop' }, { name: 'new', kind: 'badge' }],
      paths: {
        '/orders': {
          query: { operationId: 'find', tags: ['new', 'orders'] },
          additionalOperations: { COPY: { operationId: 'copy' } },
        },
        '/shared': { $ref: '#/components/pathItems/Shared~1One' },
        '/marked': { get: { operationId: 'marked', tags: ['new'] } },
      },
      components: { pathItems: { 'Shared/One': { get: { operationId: 'shared', tags: ['orders'] } } } },
    });
    expect(anchorOf(operation('QUERY', '/orders'))).toBe('#/shop/orders/find');
    expect(anchorOf(operation('COPY', '/orders'))).toBe('#/other/copy');
    expect(anchorOf(operation('GET', '/shared'))).toBe('#/shop/orders/shared');
    expect(anchorOf(operation('GET', '/marked'))).toBe('');
  });

  test('is not led astray by names of JavaScript’s own, circles or parts of another kind', () => {
    const { document, anchorOf } = toRedocDocument(
      JSON.parse(`{
        "tags": [{ "name": "__proto__", "parent": "constructor" }, { "name": "constructor", "parent": "__proto__" }, 7],
        "paths": { "__proto__": { "get": { "operationId": "__proto__", "tags": ["__proto__", 1] } }, "/b": null, "/c": { "get": [] } },
        "x-tagGroups": [{ "name": "All", "tags": ["constructor", 7] }]
      }`),
    );
    expect(anchorOf(operation('GET', '__proto__'))).toBe('#/__proto__/__proto__');
    expect(document['x-tagGroups']).toEqual([{ name: 'All', tags: ['constructor', 7] }]);
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false);
  });

  test('leaves the description itself alone', () => {
    const source = { ...base, paths: { '/a': { get: { tags: ['A b'] } } } };
    const before = structuredClone(source);
    toRedocDocument(source);
    expect(source).toEqual(before);
  });
});
