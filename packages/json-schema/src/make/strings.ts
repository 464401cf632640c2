import { formats, isAssertedFormat } from '../formats/formats.ts';
import { ucs2length } from '../json-values.ts';
import { type ParsedPattern, parsePattern } from '../pattern/parse-pattern.ts';
import { shortestLength, writePatternText } from '../pattern/pattern-text.ts';
import { type Pattern, toPattern } from '../pattern/to-pattern.ts';
import type { Facts } from './facts.ts';
import { makeFormatted } from './formats.ts';
import { type Naming, realisticText, type TextSource } from './realistic.ts';

/** So long may a text get that no bound limits, in characters. */
const longestText = 200;

/** A text within the facts, or undefined when none is found. */
export function makeString(facts: Facts, naming: Naming, source: TextSource): string | undefined {
  if (facts.minLength > facts.maxLength) return undefined;
  const patterns = facts.patterns.map(compiledPattern);
  for (const candidate of candidates(facts, patterns, naming, source)) {
    if (candidate !== undefined && fits(facts, patterns, candidate)) return candidate;
  }
  return undefined;
}

interface CompiledPattern {
  readonly check: Pattern;
  readonly parsed: ParsedPattern | undefined;
}

const compiledPatterns = new Map<string, CompiledPattern>();

/** Patterns come from descriptions, of which a process reads few: so many are kept. */
const keptPatterns = 2_000;

function compiledPattern(source: string): CompiledPattern {
  const known = compiledPatterns.get(source);
  if (known) return known;
  const compiled = { check: toPattern(source), parsed: parseEither(source) };
  if (compiledPatterns.size >= keptPatterns) compiledPatterns.clear();
  compiledPatterns.set(source, compiled);
  return compiled;
}

function parseEither(source: string): ParsedPattern | undefined {
  try {
    return parsePattern(source, true);
  } catch {
    return parsePattern(source, false);
  }
}

function* candidates(
  facts: Facts,
  patterns: readonly CompiledPattern[],
  naming: Naming,
  source: TextSource,
): Generator<string | undefined> {
  for (const format of facts.formats) {
    for (let attempt = 0; attempt < 3; attempt += 1)
      yield fitLength(makeFormatted(format, { ...source, name: naming.name }), facts, format);
  }
  const isFormatted = facts.formats.some(isAssertedFormat);
  if (!isFormatted) yield fitLength(realisticText(naming, source), facts);
  for (let attempt = 0; attempt < 30 && patterns.length > 0; attempt += 1) {
    yield patternText(facts, patterns[attempt % patterns.length], source, attempt);
  }
  if (patterns.length === 0 && !isFormatted) yield fitLength('', facts);
}

/** Later attempts write longer texts, where a pattern's look-ahead may ask for more than its shortest text. */
function patternText(
  facts: Facts,
  pattern: CompiledPattern | undefined,
  source: TextSource,
  attempt: number,
): string | undefined {
  if (!pattern?.parsed) return undefined;
  const { node } = pattern.parsed;
  const shortest = Math.max(facts.minLength, shortestLength(node));
  const text = writePatternText(
    node,
    { min: facts.minLength, max: Math.min(facts.maxLength, shortest + longestText) },
    source.random,
  );
  if (ucs2length(text) >= facts.minLength || attempt % 3 === 2) return text;
  // The pattern is open at an end: what is missing is added there.
  const padding = 'abcdefghij0123456789'
    .repeat(Math.ceil(facts.minLength / 20))
    .slice(0, facts.minLength - ucs2length(text));
  return attempt % 2 === 0 ? text + padding : padding + text;
}

/** Whether a text satisfies the facts about strings. */
export function fitsString(facts: Facts, text: string): boolean {
  return fits(facts, facts.patterns.map(compiledPattern), text);
}

function fits(facts: Facts, patterns: readonly CompiledPattern[], text: string): boolean {
  const length = ucs2length(text);
  if (length < facts.minLength || length > facts.maxLength) return false;
  if (!patterns.every(({ check }) => check.test(text))) return false;
  return facts.formats.every((name) => satisfiesFormat(name, text));
}

function satisfiesFormat(name: string, text: string): boolean {
  const format = isAssertedFormat(name) ? formats[name] : undefined;
  return format?.type !== 'string' || format.validate(text);
}

/** Cuts a text that is too long, and goes on with words where it is too short. */
function fitLength(text: string | undefined, facts: Facts, format?: string): string | undefined {
  if (text === undefined) return undefined;
  const characters = [...text];
  if (characters.length > facts.maxLength)
    return format === undefined ? cut(characters, facts.maxLength) : undefined;
  const missing = facts.minLength - characters.length;
  if (missing <= 0) return text;
  const filler = fillers.get(format ?? '');
  if (format !== undefined && filler === undefined) return undefined;
  return (
    text +
    (filler ?? ' more')
      .repeat(Math.ceil(missing / (filler ?? ' more').length))
      .slice(0, format === 'byte' ? undefined : missing)
  );
}

/** What may be added at the end of a text of a format without breaking it. */
const fillers: ReadonlyMap<string, string> = new Map([
  ['uri', 'a'],
  ['url', 'a'],
  ['uri-reference', 'a'],
  ['json-pointer', 'a'],
  ['byte', 'AAAA'],
  ['base64url', 'A'],
  ['password', 'a'],
  ['binary', 'a'],
  ['regex', 'a'],
]);

function cut(characters: readonly string[], length: number): string {
  return characters.slice(0, length).join('').trimEnd().padEnd(length, 'a').slice(0, length);
}
