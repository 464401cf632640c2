import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentText, docComment, escapeSource, htmlText, propertyName, stringLiteral } from './escape.ts';

/** What the literal means to JavaScript. Evaluated in the test only, never by the product. */
function evaluate(literal: string): unknown {
  // The point of the test is what an engine makes of the text.
  return new Function(`return ${literal};`)();
}

describe('a string literal', () => {
  test('has exactly the value of any text', () => {
    const anyText = fc.string({ unit: 'binary' });
    const literal = fc.property(anyText, (text) => {
      expect(evaluate(stringLiteral(text))).toBe(text);
    });
    fc.assert(literal, { seed: 20261124, numRuns: 2000 });
  });

  test.each([
    ["it's", `'it\\'s'`],
    ['say "hi"', `'say "hi"'`],
    ['a\\', `'a\\\\'`],
    ['\u202e', `'\\u202e'`],
    ['\ud800', `'\\ud800'`],
    ['</script>', `'\\x3C/script>'`],
    ['ä', `'ä'`],
  ])('of %j is written %s', (text, literal) => {
    expect(stringLiteral(text)).toBe(literal);
    expect(evaluate(literal)).toBe(text);
  });
});

describe('a property name', () => {
  test.each([
    ['name', 'name'],
    ['$ref', '$ref'],
    ['class', 'class'],
    ['X-Request-Id', `'X-Request-Id'`],
    ['1abc', `'1abc'`],
    ['', `''`],
    ['nаme', `'n\\u0430me'`], // a Cyrillic letter
  ])('%j is written %s', (name, written) => expect(propertyName(name)).toBe(written));

  test('of __proto__ makes a property and sets no prototype', () => {
    const value = evaluate(`{ ${propertyName('__proto__')}: { a: 1 } }`);
    expect(Object.keys(value as object)).toEqual(['__proto__']);
  });
});

describe('a comment', () => {
  test('never ends early, whatever its text', () => {
    const anyText = fc.string({
      unit: fc.constantFrom('*', '/', '\n', '\r', '\u2028', '\\', 'a', '@ts-ignore'),
    });
    const comment = fc.property(anyText, (text) => {
      const inside = docComment(text)
        .replace(/^\/\*\*/, '')
        .replace(/\*\/\n$/, '');
      expect(inside).not.toContain('*/');
    });
    fc.assert(comment, { seed: 20261124, numRuns: 2000 });
  });

  test('is no directive to the compiler', () => {
    expect(commentText('@ts-ignore')).toBe('@ ts-ignore');
    expect(commentText('@deprecated')).toBe('@deprecated');
  });

  test('keeps lines, and is left out without a text', () => {
    expect(docComment('one\r\ntwo', '  ')).toBe('  /**\n   * one\n   * two\n   */\n');
    expect(docComment(' one ')).toBe('/** one */\n');
    expect(docComment('  ')).toBe('');
    expect(docComment(undefined)).toBe('');
  });
});

test('a source text shows what it hides', () => {
  expect(escapeSource('"\u202e</script>"')).toBe('"\\u202e<\\/script>"');
  expect(escapeSource('if (a </b/.test(c)) "\t\n"')).toBe('if (a </b/.test(c)) "\t\n"');
});

test('a text in HTML is a text', () => {
  expect(htmlText(`<img onerror='x' alt="y">&\u202e`)).toBe(
    '&lt;img onerror=&#39;x&#39; alt=&quot;y&quot;&gt;&amp;\\u202e',
  );
});
