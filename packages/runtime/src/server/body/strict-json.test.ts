import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStrictJson } from './strict-json.ts';

const encoder = new TextEncoder();

function parse(text: string, maxDepth = 8) {
  return parseStrictJson(encoder.encode(text), maxDepth);
}

test.each([
  '{"a":1,"b":[true,null,"x"],"c":{"a":2}}',
  '[{"a":1},{"a":1}]',
  '{"a:b":"c:d","e\\"f:":"\\\\"}',
  '{"\\u0061":1,"b":1}',
  '{"constructor":"a word","prototype":1}',
  '{"constructor":{"name":"x"}}',
  '"\\ud83d\\ude00"',
  '-0.5e-10',
  '0',
  ' \n null ',
])('reads %s as JSON.parse does', (text) => {
  expect(parse(text)).toEqual({ kind: 'value', value: JSON.parse(text) });
});

test.each([
  { text: '{"a":1,"a":2}', detail: 'An object of the body has the name "a" twice.' },
  { text: '{"x":{"b":1,"\\u0062":2}}', detail: 'An object of the body has the name "b" twice.' },
  { text: '{"__proto__":{"admin":true}}', detail: 'The name "__proto__" is not allowed.' },
  { text: '[{"a":{"__proto__":1}}]', detail: 'The name "__proto__" is not allowed.' },
  { text: '{"\\u005f_proto__":1}', detail: 'The name "__proto__" is not allowed.' },
  { text: '{"constructor":{"prototype":{"x":1}}}', detail: 'The name "constructor" is not allowed.' },
  { text: '{"a":1e400}', detail: 'A number of the body is too large.' },
  { text: '["a\\u0000b"]', detail: 'A text of the body has a NUL character or half a surrogate pair.' },
  { text: '["\\ud800"]', detail: 'A text of the body has a NUL character or half a surrogate pair.' },
  { text: '{"\\udc00":1}', detail: 'A text of the body has a NUL character or half a surrogate pair.' },
  { text: '[[[[[[[[[1]]]]]]]]]', detail: 'The body is nested deeper than 8 levels.' },
  { text: '{"a":', detail: /^The body is not well-formed JSON/ },
  { text: '{"a":NaN}', detail: /^The body is not well-formed JSON/ },
  {
    text: '{"a":"secret"} x',
    detail: /^The body is not well-formed JSON(: it breaks off at position \d+)?\.$/,
  },
  { text: '"unfinished', detail: /^The body is not well-formed JSON/ },
  { text: '"\\', detail: /^The body is not well-formed JSON/ },
  { text: '{"a" "b":1}', detail: /^The body is not well-formed JSON/ },
])('refuses $text', ({ text, detail }) => {
  const result = parse(text);
  expect(result).toEqual({
    kind: 'refused',
    refusal: { detail: typeof detail === 'string' ? detail : expect.stringMatching(detail) },
  });
});

test('agrees with JSON.parse on what JSON.stringify writes, seed 20261124', () => {
  const values = fc.jsonValue({ depthSize: 'small', stringUnit: 'binary' }).filter((value) => {
    const text = JSON.stringify(value);
    return !/__proto__|constructor|\\u0000|\\ud/i.test(text);
  });
  fc.assert(
    fc.property(values, fc.constantFrom(0, 2), (value, indent) => {
      const text = JSON.stringify(value, null, indent);
      expect(parse(text, 1000)).toEqual({ kind: 'value', value: JSON.parse(text) });
    }),
    { seed: 20261124, numRuns: 200 },
  );
});

test.each([
  { what: 'a megabyte of opening brackets', text: '['.repeat(1_000_000) },
  { what: 'brackets half a million deep', text: '['.repeat(500_000) + ']'.repeat(500_000) },
  { what: 'a megabyte of backslashes in a string', text: `"${'\\'.repeat(1_000_000)}` },
  { what: 'a megabyte of quotes', text: '"'.repeat(1_000_000) },
])('refuses $what', ({ text }) => {
  expect(parse(text, 64).kind).toBe('refused');
});

test('takes little longer than JSON.parse on seventy thousand names', () => {
  const members = Array.from({ length: 70_000 }, (_, index) => [`k${index}`, index]);
  const text = JSON.stringify(Object.fromEntries(members));
  const plain = fastestOf(5, () => JSON.parse(text));
  const bytes = encoder.encode(text);
  const strict = fastestOf(5, () => parseStrictJson(bytes, 64));
  expect(strict / plain).toBeLessThan(8);
});

/** Milliseconds of the fastest run: what else the machine does shows least there. */
function fastestOf(runs: number, run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    run();
    return performance.now() - started;
  });
  return Math.min(...times);
}

test('refuses bytes that are not UTF-8', () => {
  const bytes = new Uint8Array([...encoder.encode('["'), 0xc3, 0x28, ...encoder.encode('"]')]);
  expect(parseStrictJson(bytes, 8)).toEqual({
    kind: 'refused',
    refusal: { detail: 'The body is not valid UTF-8.' },
  });
});

test('passes over a byte order mark', () => {
  expect(parse('\ufeff{"a":"b"}')).toEqual({ kind: 'value', value: { a: 'b' } });
});
