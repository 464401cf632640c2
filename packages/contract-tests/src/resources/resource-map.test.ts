import type { ApiModel, Operation } from '@plumbline/openapi';
import { expect, test } from 'vitest';
import { loadShelf } from '../../test/load-shelf.ts';
import { createResourceMap } from './resource-map.ts';

const model = await loadShelf();
const byId = (id: string): Operation => {
  const found = model.operations.find((operation) => operation.id === id);
  if (!found) throw new Error(`no operation ${id}`);
  return found;
};

test('finds the collection and the operations of an item', () => {
  const map = createResourceMap(model);
  expect(map.idsOf(byId('lendBook'))).toEqual([{ collection: '/books', parameter: 'bookId' }]);
  expect(map.createOf('/books')?.id).toBe('createBook');
  expect(map.readOf('/books')?.id).toBe('getBook');
  expect(map.deleteOf('/books')?.id).toBe('deleteBook');
  expect(map.isCreate(byId('createBook'))).toBe(true);
  expect(map.isCreate(byId('lendBook'))).toBe(false);
});

test('does not mind what a path parameter is called', () => {
  const renamed = { ...byId('lendBook'), path: '/books/{id}/lend' };
  const map = createResourceMap(withOperations(renamed, byId('createBook'), byId('getBook')));
  expect(map.createOf(map.idsOf(renamed)[0]?.collection ?? '')?.id).toBe('createBook');
});

test('knows that a request may meet two paths', () => {
  const latest = { ...byId('getBook'), id: 'putLatest', path: '/books/latest', method: 'PUT' };
  const map = createResourceMap(withOperations(byId('getBook'), latest));
  expect([...map.methodsAt('/books/{bookId}')].sort()).toEqual(['GET', 'PUT']);
  expect([...map.methodsAt('/books/latest')].sort()).toEqual(['GET', 'PUT']);
  expect([...map.methodsAt('/books')]).toEqual([]);
});

function withOperations(...operations: readonly Operation[]): ApiModel {
  return { ...model, operations };
}
