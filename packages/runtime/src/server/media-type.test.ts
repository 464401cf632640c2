import { expect, test } from 'vitest';
import { isInRange, parseMediaType, preferredMediaType } from './media-type.ts';

test.each([
  { text: 'application/json', essence: 'application/json', parameters: {} },
  { text: 'Text/HTML;Charset="UTF-8"', essence: 'text/html', parameters: { charset: 'UTF-8' } },
  { text: 'a/b ; x=1;\ty="q\\"uo;te"', essence: 'a/b', parameters: { x: '1', y: 'q"uo;te' } },
  { text: 'a/b;', essence: 'a/b', parameters: {} },
  {
    text: 'application/vnd.api+json; ext="https://x.test/a"',
    essence: 'application/vnd.api+json',
    parameters: { ext: 'https://x.test/a' },
  },
])('reads $text', ({ text, essence, parameters }) => {
  const type = parseMediaType(text);
  expect(type?.essence).toBe(essence);
  expect(Object.fromEntries(type?.parameters ?? [])).toEqual(parameters);
});

test.each([
  '',
  'json',
  'a/',
  '/b',
  'a/b c',
  ' a/b',
  'a/b\tx',
  'a/b;x',
  'a/b;x=',
  'a/b;x=1 y=2',
  'a/b;x="1',
  'a/b;x=1;x=2',
  'a/b, c/d',
  'a/b;x="\u0007"',
  `a/b;x=${'1'.repeat(2000)}`,
])('refuses %j', (text) => {
  expect(parseMediaType(text)).toBeUndefined();
});

test.each([
  { essence: 'image/png', range: 'image/*', want: true },
  { essence: 'image/png', range: '*/*', want: true },
  { essence: 'image/png', range: 'image/png', want: true },
  { essence: 'image/png', range: 'image/p', want: false },
  { essence: 'imagery/png', range: 'image/*', want: false },
])('$essence is in $range: $want', ({ essence, range, want }) => {
  expect(isInRange(essence, range)).toBe(want);
});

test.each([
  { accept: '*/*', want: 'application/json' },
  { accept: 'text/csv', want: 'text/csv' },
  { accept: 'text/*', want: 'text/csv' },
  { accept: 'text/csv;q=0.5, application/json;q=0.4', want: 'text/csv' },
  { accept: '*/*;q=0.1, text/csv;q=0', want: 'application/json' },
  { accept: 'application/*;q=0.2, application/json;q=0.1, text/csv;q=0.15', want: 'text/csv' },
  { accept: 'image/svg+xml', want: 'image/*' },
  { accept: 'video/mp4', want: undefined },
  { accept: 'rubbish', want: 'application/json' },
  { accept: 'text/csv;q=nonsense', want: 'text/csv' },
])('an Accept of "$accept" likes $want best', ({ accept, want }) => {
  expect(preferredMediaType(accept, ['application/json', 'text/csv', 'image/*'])).toBe(want);
});
