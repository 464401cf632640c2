import { describe, expect, test } from 'vitest';
import { readCreatedRange } from './created-range.ts';

const may = '2026-05-01T00:00:00Z';
const june = '2026-06-01T02:00:00+02:00';

describe('readCreatedRange', () => {
  test.each([
    [{}, undefined, undefined],
    [{ createdAfter: may }, '2026-05-01T00:00:00.000Z', undefined],
    [{ createdBefore: june }, undefined, '2026-06-01T00:00:00.000Z'],
    [{ createdAfter: may, createdBefore: may }, '2026-05-01T00:00:00.000Z', '2026-05-01T00:00:00.000Z'],
  ])('reads %j', (query, after, before) => {
    const result = readCreatedRange(query);
    if (result.kind === 'refused') throw new Error('The range was refused.');
    expect(result.range.createdAfter?.toISOString()).toBe(after);
    expect(result.range.createdBefore?.toISOString()).toBe(before);
  });

  test.each([
    [{ createdAfter: june, createdBefore: may }, 'query/createdAfter', 'maximum'],
    [{ createdAfter: '0000-01-01T00:00:00+01:00' }, 'query/createdAfter', 'format'],
    [{ createdBefore: '9999-12-31T23:59:59-01:00' }, 'query/createdBefore', 'format'],
  ])('refuses %j', (query, pointer, code) => {
    expect(readCreatedRange(query)).toMatchObject({ kind: 'refused', refusals: [{ pointer, code }] });
  });
});
