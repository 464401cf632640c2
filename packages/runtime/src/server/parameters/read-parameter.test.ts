import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ParameterContract, ValueShape } from '../../contract.ts';
import { QueryString } from './query-string.ts';
import {
  createCookieReader,
  createHeaderReader,
  createPathReader,
  createQueryReader,
} from './read-parameter.ts';
import { ABSENT, Broken } from './read-result.ts';

const TEXT: ValueShape = { types: ['string'] };
const INTEGER: ValueShape = { types: ['integer'] };
const LIST: ValueShape = { types: ['array'], items: TEXT };
const NUMBERS: ValueShape = { types: ['array'], items: INTEGER };
const OBJECT: ValueShape = { types: ['object'], properties: { R: INTEGER, G: INTEGER } };

function parameter(
  where: ParameterContract['in'],
  style: string,
  explode: boolean,
  shape: ValueShape,
): ParameterContract {
  return { name: 'color', in: where, required: false, style, explode, shape, check: () => true };
}

// The rows follow the table "Style Examples" of OpenAPI 3.1.1.
describe('path', () => {
  test.each([
    { style: 'simple', explode: false, shape: TEXT, text: 'blue', want: 'blue' },
    { style: 'simple', explode: false, shape: TEXT, text: 'a%2Fb%20c', want: 'a/b c' },
    { style: 'simple', explode: false, shape: TEXT, text: 'a+b', want: 'a+b' },
    { style: 'simple', explode: false, shape: LIST, text: 'blue,black', want: ['blue', 'black'] },
    { style: 'simple', explode: false, shape: LIST, text: 'a%2Cb,c', want: ['a,b', 'c'] },
    { style: 'simple', explode: false, shape: OBJECT, text: 'R,100,G,200', want: { R: 100, G: 200 } },
    { style: 'simple', explode: true, shape: OBJECT, text: 'R=100,G=200', want: { R: 100, G: 200 } },
    { style: 'label', explode: false, shape: TEXT, text: '.blue', want: 'blue' },
    { style: 'label', explode: false, shape: TEXT, text: '.', want: '' },
    { style: 'label', explode: false, shape: LIST, text: '.blue,black', want: ['blue', 'black'] },
    { style: 'label', explode: true, shape: LIST, text: '.blue.black', want: ['blue', 'black'] },
    { style: 'label', explode: false, shape: OBJECT, text: '.R,100,G,200', want: { R: 100, G: 200 } },
    { style: 'label', explode: true, shape: OBJECT, text: '.R=100.G=200', want: { R: 100, G: 200 } },
    { style: 'matrix', explode: false, shape: TEXT, text: ';color=blue', want: 'blue' },
    { style: 'matrix', explode: false, shape: NUMBERS, text: ';color=1,2', want: [1, 2] },
    { style: 'matrix', explode: true, shape: NUMBERS, text: ';color=1;color=2', want: [1, 2] },
    { style: 'matrix', explode: false, shape: OBJECT, text: ';color=R,100,G,200', want: { R: 100, G: 200 } },
    { style: 'matrix', explode: true, shape: OBJECT, text: ';R=100;G=200', want: { R: 100, G: 200 } },
  ])('reads $text as $style (explode: $explode)', ({ style, explode, shape, text, want }) => {
    expect(createPathReader(parameter('path', style, explode, shape))(text)).toEqual(want);
  });

  test.each([
    { style: 'label', shape: TEXT, text: 'blue', code: 'style' },
    { style: 'matrix', shape: TEXT, text: ';colour=blue', code: 'style' },
    { style: 'simple', shape: OBJECT, text: 'R,100,G', code: 'style' },
    { style: 'simple', shape: OBJECT, text: '__proto__,1', code: 'name' },
    { style: 'simple', shape: TEXT, text: '%E9', code: 'encoding' },
    { style: 'simple', shape: TEXT, text: '%', code: 'encoding' },
    { style: 'simple', shape: TEXT, text: 'a%00b', code: 'character' },
  ])('refuses $text as $style with $code', ({ style, shape, text, code }) => {
    const value = createPathReader(parameter('path', style, false, shape))(text);
    expect(value).toBeInstanceOf(Broken);
    expect(value).toMatchObject({ code });
  });
});

describe('query', () => {
  test.each([
    { style: 'form', explode: true, shape: TEXT, query: 'color=blue', want: 'blue' },
    { style: 'form', explode: true, shape: TEXT, query: 'color=a+b%2Bc', want: 'a b+c' },
    { style: 'form', explode: true, shape: TEXT, query: 'color', want: '' },
    { style: 'form', explode: true, shape: TEXT, query: 'c%6Flor=blue', want: 'blue' },
    { style: 'form', explode: true, shape: TEXT, query: 'colour=blue', want: ABSENT },
    { style: 'form', explode: true, shape: LIST, query: 'color=blue&color=black', want: ['blue', 'black'] },
    { style: 'form', explode: true, shape: LIST, query: 'color=a,b', want: ['a,b'] },
    { style: 'form', explode: false, shape: LIST, query: 'color=blue,black', want: ['blue', 'black'] },
    { style: 'form', explode: false, shape: LIST, query: 'color=a%2Cb,c', want: ['a,b', 'c'] },
    { style: 'form', explode: false, shape: LIST, query: 'color=', want: [] },
    { style: 'form', explode: false, shape: OBJECT, query: 'color=R,100,G,200', want: { R: 100, G: 200 } },
    { style: 'form', explode: true, shape: OBJECT, query: 'R=100&x=1&G=200', want: { R: 100, G: 200 } },
    { style: 'form', explode: true, shape: OBJECT, query: 'x=1', want: ABSENT },
    { style: 'spaceDelimited', explode: false, shape: LIST, query: 'color=a%20b+c', want: ['a', 'b', 'c'] },
    { style: 'spaceDelimited', explode: true, shape: LIST, query: 'color=a&color=b', want: ['a', 'b'] },
    {
      style: 'spaceDelimited',
      explode: false,
      shape: OBJECT,
      query: 'color=R%20100%20G%20200',
      want: { R: 100, G: 200 },
    },
    { style: 'pipeDelimited', explode: false, shape: LIST, query: 'color=a|b%7Cc', want: ['a', 'b', 'c'] },
    {
      style: 'pipeDelimited',
      explode: false,
      shape: OBJECT,
      query: 'color=R|100|G|200',
      want: { R: 100, G: 200 },
    },
    {
      style: 'deepObject',
      explode: true,
      shape: OBJECT,
      query: 'color[R]=100&color%5BG%5D=200',
      want: { R: 100, G: 200 },
    },
    {
      style: 'deepObject',
      explode: true,
      shape: { types: ['object'], properties: { tags: LIST } },
      query: 'color[tags]=a&color[tags]=b',
      want: { tags: ['a', 'b'] },
    },
    {
      style: 'deepObject',
      explode: true,
      shape: { types: ['object'], properties: { a: OBJECT } },
      query: 'color[a][R]=1',
      want: { a: { R: 1 } },
    },
    { style: 'deepObject', explode: true, shape: OBJECT, query: 'colorful[R]=100', want: ABSENT },
  ] as const)('reads $query as $style (explode: $explode)', ({ style, explode, shape, query, want }) => {
    const read = createQueryReader(parameter('query', style, explode, shape), new Set(['color']));
    expect(read(new QueryString(query))).toEqual(want);
  });

  test.each([
    { style: 'form', shape: TEXT, query: 'color=a&color=b', code: 'duplicate' },
    { style: 'form', shape: TEXT, query: 'color=%ff', code: 'encoding' },
    { style: 'form', shape: TEXT, query: 'color=%00', code: 'character' },
    { style: 'deepObject', shape: OBJECT, query: 'color[__proto__]=1', code: 'style' },
    { style: 'deepObject', shape: OBJECT, query: 'color[R=1', code: 'style' },
    { style: 'deepObject', shape: OBJECT, query: 'color[R]=1&color[R][x]=2', code: 'duplicate' },
    { style: 'deepObject', shape: OBJECT, query: `color${'[a]'.repeat(9)}=1`, code: 'style' },
  ])('refuses $query as $style with $code', ({ style, shape, query, code }) => {
    const read = createQueryReader(parameter('query', style, true, shape), new Set(['color']));
    expect(read(new QueryString(query))).toMatchObject({ code });
  });

  test('spreads only names that no other parameter has', () => {
    const shape: ValueShape = { types: ['object'], additionalProperties: TEXT };
    const read = createQueryReader(parameter('query', 'form', true, shape), new Set(['color', 'limit']));
    expect(read(new QueryString('limit=1&a=2'))).toEqual({ a: '2' });
  });

  test('reads a parameter that is described by content as a document', () => {
    const read = createQueryReader(
      { ...parameter('query', 'form', true, TEXT), mediaType: 'application/json' },
      new Set(),
    );
    expect(read(new QueryString('color=%7B%22a%22%3A1%7D'))).toEqual({ a: 1 });
    expect(read(new QueryString('color=%7B'))).toMatchObject({ code: 'json' });
  });
});

test.each([
  { shape: INTEGER, text: '20', want: 20 },
  { shape: INTEGER, text: '1.5', want: 1.5 },
  { shape: INTEGER, text: '1e9', want: 1e9 },
  { shape: INTEGER, text: '-0', want: -0 },
  { shape: INTEGER, text: '9007199254740993', want: '9007199254740993' },
  { shape: INTEGER, text: '1e400', want: '1e400' },
  { shape: INTEGER, text: '+1', want: '+1' },
  { shape: INTEGER, text: '0x10', want: '0x10' },
  { shape: INTEGER, text: '007', want: '007' },
  { shape: INTEGER, text: '', want: '' },
  { shape: { types: ['boolean'] } as ValueShape, text: 'true', want: true },
  { shape: { types: ['boolean'] } as ValueShape, text: 'TRUE', want: 'TRUE' },
  { shape: { types: ['null', 'integer'] } as ValueShape, text: '', want: null },
  { shape: { types: ['null', 'string'] } as ValueShape, text: '', want: '' },
  { shape: { types: ['integer', 'string'] } as ValueShape, text: 'x1', want: 'x1' },
])('takes the text "$text" for $want where $shape.types are asked for', ({ shape, text, want }) => {
  expect(createHeaderReader(parameter('header', 'simple', false, shape))(text)).toBe(want);
});

test('lets blanks stand around the items of a header', () => {
  expect(createHeaderReader(parameter('header', 'simple', false, LIST))('a, b ,c')).toEqual(['a', 'b', 'c']);
});

test('reads a cookie that is sent twice only as a list', () => {
  expect(createCookieReader(parameter('cookie', 'form', true, LIST))(['a', 'b'])).toEqual(['a', 'b']);
  expect(createCookieReader(parameter('cookie', 'form', true, TEXT))(['a', 'b'])).toMatchObject({
    code: 'duplicate',
  });
});

describe('what a serializer writes is read back', () => {
  const encode = encodeURIComponent;
  const texts = fc.array(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0')),
    {
      minLength: 1,
    },
  );
  const words = fc.string({ unit: fc.constantFrom(...'abcXYZ059-_'), minLength: 1 });
  const objects = fc.dictionary(
    words,
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0')),
    { minKeys: 1 },
  );
  const anyObject: ValueShape = { types: ['object'], additionalProperties: TEXT };
  // Dots part exploded labels, and percent-encoding leaves them as they are.
  const withoutDots = texts.filter((items) => !items.some((item) => item.includes('.')));
  const seed = 20261124;

  test.each([
    {
      style: 'form',
      explode: true,
      write: (items: string[]) => items.map((item) => `color=${encode(item)}`).join('&'),
    },
    { style: 'form', explode: false, write: (items: string[]) => `color=${items.map(encode).join(',')}` },
    {
      style: 'pipeDelimited',
      explode: false,
      write: (items: string[]) => `color=${items.map((item) => encode(item.replaceAll('|', '!'))).join('|')}`,
    },
  ])('lists, $style (explode: $explode), seed 20261124', ({ style, explode, write }) => {
    const read = createQueryReader(parameter('query', style, explode, LIST), new Set(['color']));
    fc.assert(
      fc.property(texts, (items) => {
        const want = style === 'pipeDelimited' ? items.map((item) => item.replaceAll('|', '!')) : items;
        expect(read(new QueryString(write(items)))).toEqual(want);
      }),
      { seed },
    );
  });

  test.each([
    { style: 'simple', explode: false, write: (items: string[]) => items.map(encode).join(',') },
    { style: 'label', explode: true, write: (items: string[]) => `.${items.map(encode).join('.')}` },
    {
      style: 'matrix',
      explode: true,
      write: (items: string[]) => items.map((item) => `;color=${encode(item)}`).join(''),
    },
    { style: 'matrix', explode: false, write: (items: string[]) => `;color=${items.map(encode).join(',')}` },
  ])('path lists, $style (explode: $explode), seed 20261124', ({ style, explode, write }) => {
    const read = createPathReader(parameter('path', style, explode, LIST));
    fc.assert(
      fc.property(withoutDots, (items) => {
        expect(read(write(items))).toEqual(items);
      }),
      { seed },
    );
  });

  test('deep objects, seed 20261124', () => {
    const read = createQueryReader(parameter('query', 'deepObject', true, anyObject), new Set(['color']));
    const write = (object: Record<string, string>) =>
      Object.entries(object)
        .map(([name, value]) => `color[${encode(name)}]=${encode(value)}`)
        .join('&');
    fc.assert(
      fc.property(objects, (object) => {
        expect(read(new QueryString(write(object)))).toEqual(object);
      }),
      { seed },
    );
  });

  test('objects as pairs, seed 20261124', () => {
    const read = createQueryReader(parameter('query', 'form', false, anyObject), new Set(['color']));
    const write = (object: Record<string, string>) =>
      `color=${Object.entries(object).flat().map(encode).join(',')}`;
    fc.assert(
      fc.property(objects, (object) => {
        expect(read(new QueryString(write(object)))).toEqual(object);
      }),
      { seed },
    );
  });
});
