import { expect, test } from 'vitest';
import { createCursors } from './cursor.ts';

const position = { value: '2026-05-11T09:00:00.123456Z', id: '6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b' };
const cursors = createCursors(Buffer.alloc(32, 1));

test('reads what it wrote, for the same list only', () => {
  const cursor = cursors.write(['tokens', 'a'], position);
  expect(cursor.length).toBeLessThanOrEqual(512);
  expect(cursors.read(['tokens', 'a'], cursor)).toEqual(position);
  for (const list of [['tokens', 'b'], ['tokens'], ['tokensa'], ['tokens', 'a', '']]) {
    expect(cursors.read(list, cursor)).toBeNull();
  }
});

test('does not read what another key signed', () => {
  const foreign = createCursors(Buffer.alloc(32, 2)).write(['tokens'], position);
  expect(cursors.read(['tokens'], foreign)).toBeNull();
});
