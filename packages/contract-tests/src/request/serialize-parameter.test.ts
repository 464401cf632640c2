import type { Parameter, ParameterStyle } from '@plumbline/openapi';
import { describe, expect, test } from 'vitest';
import { serializePath, serializeQuery, serializeSimple } from './serialize-parameter.ts';

function parameter(style: ParameterStyle, explode: boolean, more: Partial<Parameter> = {}): Parameter {
  const location = style === 'simple' || style === 'label' || style === 'matrix' ? 'path' : 'query';
  return {
    name: 'color',
    in: location,
    required: true,
    deprecated: false,
    style,
    explode,
    allowReserved: false,
    schema: true,
    examples: [],
    place: { file: '/openapi.yaml', pointer: '' },
    ...more,
  };
}

const array = ['blue', 'black', 'brown'];
const object = { R: 100, G: 200, B: 150 };

/** The table of OpenAPI 3.1.1, section 4.8.12.4, "Style Examples". */
const queryTable = [
  ['form', false, 'blue', 'color=blue'],
  ['form', false, array, 'color=blue,black,brown'],
  ['form', true, array, 'color=blue&color=black&color=brown'],
  ['form', false, object, 'color=R,100,G,200,B,150'],
  ['form', true, object, 'R=100&G=200&B=150'],
  ['spaceDelimited', false, array, 'color=blue%20black%20brown'],
  ['pipeDelimited', false, array, 'color=blue%7Cblack%7Cbrown'],
  ['deepObject', true, object, 'color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
] as const;

const pathTable = [
  ['simple', false, 'blue', 'blue'],
  ['simple', false, array, 'blue,black,brown'],
  ['simple', true, object, 'R=100,G=200,B=150'],
  ['simple', false, object, 'R,100,G,200,B,150'],
  ['label', false, 'blue', '.blue'],
  ['label', true, array, '.blue.black.brown'],
  ['matrix', false, 'blue', ';color=blue'],
  ['matrix', false, array, ';color=blue,black,brown'],
  ['matrix', true, array, ';color=blue;color=black;color=brown'],
  ['matrix', true, object, ';R=100;G=200;B=150'],
  ['matrix', false, object, ';color=R,100,G,200,B,150'],
] as const;

describe('writes parameters as their style says', () => {
  test.for(queryTable)('in the query: %s, explode %s, %j', ([style, explode, value, text]) => {
    expect(serializeQuery(parameter(style, explode), value).join('&')).toBe(text);
  });

  test.for(pathTable)('in the path: %s, explode %s, %j', ([style, explode, value, text]) => {
    expect(serializePath(parameter(style, explode), value)).toBe(text);
  });
});

test('encodes what would end a piece of the query or a segment', () => {
  expect(serializeQuery(parameter('form', true), 'a&b=c#d/é')).toEqual(['color=a%26b%3Dc%23d%2F%C3%A9']);
  expect(serializePath(parameter('simple', false), '../a?b')).toBe('..%2Fa%3Fb');
});

test('keeps reserved characters where the description allows them', () => {
  const reserved = parameter('form', true, { allowReserved: true });
  expect(serializeQuery(reserved, 'a/b?c&d#e')).toEqual(['color=a/b?c%26d%23e']);
});

test('leaves an empty array out', () => {
  expect(serializeQuery(parameter('form', true), [])).toEqual([]);
});

test('writes a value described by a media type as JSON', () => {
  const json = parameter('form', true, { mediaType: 'application/json' });
  expect(serializeQuery(json, { a: 1 })).toEqual(['color=%7B%22a%22%3A1%7D']);
  expect(serializeSimple({ ...json, in: 'header' }, { a: 1 })).toBe('{"a":1}');
});
