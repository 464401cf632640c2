import { toPointer } from '@plumbline/json-schema/json-pointer';
import fc from 'fast-check';
import { dump } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { defaultLimits } from './load-options.ts';
import { indexJson, indexYaml, JsonSyntaxError } from './position-index.ts';
import { readJson } from './read-json.ts';
import { readYaml } from './read-yaml.ts';

const seed = 20_261_124;

/** Every scalar of a tree with its pointer. */
function scalars(value: unknown, tokens: readonly string[] = []): { pointer: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ pointer: toPointer(tokens), value }];
  return Object.entries(value).flatMap(([key, below]) => scalars(below, [...tokens, key]));
}

describe('positions in JSON', () => {
  it(`are those of the value, for any tree (seed ${seed})`, () => {
    const trees = fc.jsonValue({ maxDepth: 4, stringUnit: 'grapheme' });
    const check = (tree: unknown, indent: number) => {
      const text = JSON.stringify(tree, null, indent);
      const index = indexJson(text);
      for (const { pointer, value } of scalars(tree)) {
        expect(text.slice(index.offsetOf(pointer, 'value'))).toMatch(startOf(JSON.stringify(value)));
      }
    };
    fc.assert(fc.property(trees, fc.nat(4), check), { seed, numRuns: 300 });
  });

  it('are those of the name when it is asked for, or when the value is an object or array', () => {
    const text = '{ "a": { "b": [1, 2] }, "c": 3 }';
    const index = indexJson(text);
    expect(text.slice(index.offsetOf('/a'))).toMatch(/^"a"/);
    expect(text.slice(index.offsetOf('/a', 'value'))).toMatch(/^\{ "b"/);
    expect(text.slice(index.offsetOf('/a/b/1'))).toMatch(/^2\]/);
    expect(text.slice(index.offsetOf('/c'))).toMatch(/^3/);
    expect(text.slice(index.offsetOf('/c', 'key'))).toMatch(/^"c"/);
    expect(text.slice(index.offsetOf('/a/gone/deeper'))).toMatch(/^"a"/);
  });

  it.each([
    ['', 0],
    ['{', 1],
    ['{"a" 1}', 5],
    ['[1,]', 3],
    ['[01]', 1],
    ['["\t"]', 1],
    ['["\\x"]', 1],
    ['["\\u12"]', 1],
    ['[nul]', 1],
    ['1 2', 2],
    ["{'a': 1}", 1],
    ['[1 // note\n]', 3],
  ])('%j stops being JSON at offset %i, where `JSON.parse` refuses it, too', (text, offset) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(() => indexJson(text)).toThrow(expect.objectContaining({ name: JsonSyntaxError.name, offset }));
  });
});

describe('positions in YAML', () => {
  it(`are those of the value, for any tree (seed ${seed})`, () => {
    const texts = fc.string({
      unit: fc.constantFrom('a', 'Z', '9', ' ', '-', ':', '#', 'é', '😀', '/', '~'),
    });
    const trees = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        tie('text'),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(texts, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
      ),
      text: texts,
    })).tree;
    const check = (tree: unknown) => {
      const text = dump(tree, { forceQuotes: true, quoteStyle: 'double', lineWidth: -1 });
      expect(readYaml(text, 'a.yaml', defaultLimits)).toEqual({ value: tree, findings: [] });
      const index = indexYaml(text, 200);
      for (const { pointer, value } of scalars(tree)) {
        expect(text.slice(index.offsetOf(pointer, 'value'))).toMatch(startOf(`"${String(value)}"`));
      }
    };
    fc.assert(fc.property(trees, check), { seed, numRuns: 300 });
  });

  const text = [
    'base: &base',
    '  kept: 1',
    '  plain: text',
    'merged:',
    '  <<: *base',
    '  own: |',
    '    block',
    'alias: *base',
    'list: [ &x 1, *x ]',
    'several: { <<: [*base], more: 2 }',
    'empty:',
    '',
  ].join('\n');

  it.each([
    ['/base', '"base: &base"'],
    ['/merged/kept', '1'],
    ['/merged/own', 'block'],
    ['/alias/plain', 'text'],
    ['/several/kept', '1'],
    ['/several/more', '2'],
    ['/list/1', '*x'],
    ['/empty', 'empty:'],
  ])('%s is found through aliases and merges', (pointer, expected) => {
    const found = text.slice(indexYaml(text, 200).offsetOf(pointer));
    expect(found).toMatch(startOf(expected.replaceAll('"', '')));
  });
});

describe('JSON and YAML', () => {
  it(`give the same value for the same JSON text (seed ${seed})`, () => {
    const check = (tree: unknown) => {
      const text = JSON.stringify(tree);
      const json = readJson(text, 'a.json', defaultLimits);
      expect(json).toEqual({ value: JSON.parse(text), findings: [] });
      expect(readYaml(text, 'a.yaml', defaultLimits)).toEqual(json);
    };
    // Printable ASCII without the backslash: YAML 1.2 knows JSON's other escapes, too, but not DEL unescaped.
    const unit = fc.constantFrom(...'abcXYZ0189 :-#&*!|>%@`\'",[]{}?/~');
    const trees = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        fc.string({ unit }),
        fc.integer(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree')),
        fc.dictionary(fc.string({ unit }), tie('tree'), { noNullPrototype: true }),
      ),
    })).tree;
    fc.assert(fc.property(trees, check), { seed, numRuns: 300 });
  });
});

const startOf = (text: string): RegExp => new RegExp(`^${RegExp.escape(text)}`);
