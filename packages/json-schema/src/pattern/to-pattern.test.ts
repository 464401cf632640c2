import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPattern, toRegExp } from './to-pattern.ts';

const seed = 20_250_615;

const sources = [
  '^[a-z0-9]+(-[a-z0-9]+)*$',
  '^(a+)+$',
  '^(a|a)*$',
  '(a|ab)(c|bcd)(d*)',
  '^\\d{3}-\\d{4}$',
  '[a-z]+\\d',
  '^$',
  '',
  'a|b|',
  '^(?:a|b){2,3}$',
  '^(?=.*[a-z])(?=.*\\d).{4,8}$',
  '^(?!ab)[ab]+(?<!b)$',
  '\\bab\\b',
  'a\\Bb',
  '^[^a]*$',
  '^\\p{L}+$',
  '^\\P{L}+$',
  '^[\\p{L}\\d-]+$',
  '^.{2,4}$',
  '^\\u{1F600}+$',
  '^\\ud83d\\ude00$',
  '[\\d-x]',
  '^[\\w.-]+@[\\w-]+$',
  '^\\s+|\\s+$',
  '^(ab?)*?c$',
  '^x{0}y$',
  '(?<name>a)b',
  '^a\\/b$',
  '^(a*)*$',
  '^[\\]]$',
  '\\x41',
  '^\\cJ$',
];

describe('toPattern', () => {
  it.each(sources)('agrees with the native engine: %s', (source) => {
    const pattern = toPattern(source);
    const native = toRegExp(source);
    const text = fc.string({ unit: fc.constantFrom(...'aabbcd019-_@. \nA/]yxé😀\ud83d'), maxLength: 9 });
    fc.assert(
      fc.property(text, (sample) => {
        expect(pattern.test(sample), JSON.stringify(sample)).toBe(native.test(sample));
      }),
      { seed, numRuns: 400 },
    );
  });

  it.each([
    '^(a+)+$',
    '^(a|a)*$',
    '^(\\w+\\s?)*$',
    '(x+x+)+y',
    '^\\s+|\\s+$',
    '^(a?){50}a{50}$',
    '^(?=(a+)+$)b',
  ])('is done with a long hostile text in time: %s', (source) => {
    const text = `${'a'.repeat(50_000)}${' '.repeat(50_000)}${'x'.repeat(20_000)}!`;
    const start = performance.now();
    toPattern(source).test(text);
    expect(performance.now() - start).toBeLessThan(20_000);
  });

  it('refuses a pattern that is no regular expression', () => {
    expect(() => toPattern('(')).toThrow(SyntaxError);
  });

  it('reads a pattern that is only valid without the flag u', () => {
    expect(toPattern('^a\\-b$').test('a-b')).toBe(true);
    expect(toPattern('^\\_$').test('_')).toBe(true);
  });

  it('runs back references on short texts only, and refuses them under nested repetition', () => {
    expect(toPattern('^(a+)-\\1$').test('aa-aa')).toBe(true);
    expect(toPattern('^(a+)-\\1$').test(`${'a'.repeat(150)}-${'a'.repeat(150)}`)).toBe(false);
    expect(() => toPattern('^((a+)+)\\1$')).toThrow(SyntaxError);
  });
});
