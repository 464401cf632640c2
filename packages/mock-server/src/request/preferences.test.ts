import { expect, test } from 'vitest';
import { readPreferences } from './preferences.ts';

const read = (header: string | null, query = '') =>
  readPreferences({
    target: `/${query}`,
    header: (name) => (name === 'prefer' ? header : null),
  });

test.each([
  [null, '', {}],
  ['', '', {}],
  ['code=404', '', { code: 404 }],
  ['code=404, example=a-b.c', '', { code: 404, example: 'a-b.c' }],
  ['Code = "404"; foo=bar; dynamic=true', '', { code: 404, dynamic: true }],
  ['example="a, \\"b\\"; c"', '', { example: 'a, "b"; c' }],
  ['code=404, code=500', '', { code: 404 }],
  ['respond-async, wait=10, dynamic=false', '', { dynamic: false }],
  ['example=with space, seed=x', '', { example: 'with space', seed: 'x' }],
  [
    null,
    '?__code=201&__example=x&__dynamic=true&__seed=1',
    { code: 201, example: 'x', dynamic: true, seed: '1' },
  ],
  ['respond-async', '?__code=201', {}],
  [null, '?code=201', {}],
])('reads the header %j and the query %j', (header, query, preferences) => {
  expect(read(header, query)).toEqual({ kind: 'read', preferences });
});

test.each(['code=4', 'code=4xx', 'code=', 'dynamic=1'])('refuses %j', (header) => {
  expect(read(header).kind).toBe('malformed');
});

test.each([
  ['many preferences', 'a=,'.repeat(100_000)],
  ['blanks', `code=${' '.repeat(100_000)}"`],
  ['backslashes', `code="${'\\'.repeat(100_000)}`],
  ['quotes', '"'.repeat(100_001)],
])('reads a header of %s in no time', (_, header) => {
  const started = performance.now();
  read(header);
  expect(performance.now() - started).toBeLessThan(500);
});
