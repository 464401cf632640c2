import {
  type CharacterSet,
  complement,
  highestCodePoint,
  normaliseRanges,
  type PatternNode,
  type Range,
} from './pattern-node.ts';

/** A parsed pattern, and whether it is read as code points (flag `u`) or as code units. */
export interface ParsedPattern {
  readonly node: PatternNode;
  readonly isUnicode: boolean;
}

/**
 * Parses a pattern the native engine takes. Undefined when it uses syntax that is not known here, such as the
 * modifiers `(?i:…)`.
 *
 * @throws SyntaxError when the native engine refuses the pattern.
 */
export function parsePattern(source: string, isUnicode: boolean): ParsedPattern | undefined {
  new RegExp(source, isUnicode ? 'u' : '');
  try {
    const parser = new PatternParser(source, isUnicode);
    return { node: parser.parse(), isUnicode };
  } catch (error) {
    if (error instanceof UnknownSyntax) return undefined;
    throw error;
  }
}

class UnknownSyntax extends Error {}

const DIGITS: readonly Range[] = [[0x30, 0x39]];
const WORD: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const SPACE: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const LINE_ENDS: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

const classEscapes: ReadonlyMap<string, readonly Range[]> = new Map([
  ['d', DIGITS],
  ['D', complement(DIGITS)],
  ['w', WORD],
  ['W', complement(WORD)],
  ['s', SPACE],
  ['S', complement(SPACE)],
]);

const controlEscapes: ReadonlyMap<string, number> = new Map([
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['f', 0x0c],
  ['0', 0],
]);

/** What one element of a class, or an escape outside of it, stands for. */
interface ClassItem {
  readonly ranges: readonly Range[];
  /** The one character, when it is one. */
  readonly character?: number;
  readonly isOpaque?: boolean;
}

class PatternParser {
  readonly #source: string;
  readonly #isUnicode: boolean;
  #position = 0;

  constructor(source: string, isUnicode: boolean) {
    this.#source = source;
    this.#isUnicode = isUnicode;
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (this.#position < this.#source.length) throw new UnknownSyntax();
    return node;
  }

  #choice(): PatternNode {
    const options = [this.#sequence()];
    while (this.#take('|')) options.push(this.#sequence());
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (this.#position < this.#source.length && !this.#isNext('|') && !this.#isNext(')')) {
      parts.push(this.#quantified());
    }
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts };
  }

  #quantified(): PatternNode {
    const node = this.#atom();
    const bounds = this.#quantifier();
    if (!bounds) return node;
    this.#take('?');
    return { kind: 'repeat', node, ...bounds };
  }

  #quantifier(): { min: number; max: number } | undefined {
    if (this.#take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (this.#take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (this.#take('?')) return { min: 0, max: 1 };
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.#source.slice(this.#position, this.#position + 40));
    if (!match) return undefined;
    this.#position += match[0].length;
    const min = Number(match[1]);
    if (match[2] === undefined) return { min, max: min };
    return { min, max: match[3] === '' ? Number.POSITIVE_INFINITY : Number(match[3]) };
  }

  #atom(): PatternNode {
    if (this.#take('^')) return { kind: 'start' };
    if (this.#take('$')) return { kind: 'end' };
    if (this.#take('.')) return setOf(complement(LINE_ENDS));
    if (this.#take('(')) return this.#group();
    if (this.#take('[')) return this.#class();
    if (this.#take('\\')) return this.#escape();
    const character = this.#next();
    return setOf([[character, character]]);
  }

  #group(): PatternNode {
    const look = /^\?(<?)([=!])/.exec(this.#source.slice(this.#position, this.#position + 3));
    if (look) {
      this.#position += look[0].length;
      const node = this.#closing();
      return { kind: 'look', node, isAhead: look[1] === '', isNegated: look[2] === '!' };
    }
    if (this.#take('?:')) return this.#closing();
    const name = /^\?<[^>]*>/.exec(this.#source.slice(this.#position));
    if (name) this.#position += name[0].length;
    else if (this.#isNext('?')) throw new UnknownSyntax();
    return this.#closing();
  }

  #closing(): PatternNode {
    const node = this.#choice();
    if (!this.#take(')')) throw new UnknownSyntax();
    return node;
  }

  #escape(): PatternNode {
    if (this.#take('b')) return { kind: 'boundary', isNegated: false };
    if (this.#take('B')) return { kind: 'boundary', isNegated: true };
    if (/[1-9]/.test(this.#source[this.#position] ?? '') || this.#isNext('k<')) return this.#backreference();
    const start = this.#position - 1;
    const item = this.#escapedItem();
    if (!item.isOpaque) return setOf(item.ranges);
    return this.#opaque(start);
  }

  #backreference(): PatternNode {
    // Without the flag `u` these may be octal escapes, which nobody writes on purpose.
    if (!this.#isUnicode) throw new UnknownSyntax();
    const match = /^(?:\d+|k<[^>]*>)/.exec(this.#source.slice(this.#position));
    this.#position += match?.[0].length ?? 0;
    return { kind: 'backreference' };
  }

  #class(): PatternNode {
    const start = this.#position - 1;
    const isNegated = this.#take('^');
    const ranges: Range[] = [];
    let isOpaque = false;
    while (!this.#take(']')) {
      const item = this.#classItem();
      isOpaque ||= item.isOpaque === true;
      ranges.push(...this.#classRange(item));
    }
    if (isOpaque) return this.#opaque(start);
    return setOf(isNegated ? complement(ranges) : ranges);
  }

  #classRange(item: ClassItem): readonly Range[] {
    if (item.character === undefined || !this.#isNext('-') || this.#isNext('-]')) return item.ranges;
    const before = this.#position;
    this.#position += 1;
    const end = this.#classItem();
    if (end.character !== undefined) return [[item.character, end.character]];
    // `[a-\d]` without the flag `u`: three elements.
    this.#position = before;
    return item.ranges;
  }

  #classItem(): ClassItem {
    if (!this.#take('\\')) return single(this.#next());
    if (this.#take('b')) return single(0x08);
    if (this.#take('-')) return single(0x2d);
    return this.#escapedItem();
  }

  #escapedItem(): ClassItem {
    const letter = this.#source[this.#position] ?? '';
    const ranges = classEscapes.get(letter);
    if (ranges) {
      this.#position += 1;
      return { ranges };
    }
    const control = controlEscapes.get(letter);
    if (control !== undefined) {
      this.#position += 1;
      return single(control);
    }
    if (this.#isUnicode && /[pP]/.test(letter)) return this.#property();
    return single(this.#codedCharacter());
  }

  #property(): ClassItem {
    const match = /^[pP]\{[^}]*\}/.exec(this.#source.slice(this.#position));
    if (!match) throw new UnknownSyntax();
    this.#position += match[0].length;
    return { ranges: [[0, highestCodePoint]], isOpaque: true };
  }

  #codedCharacter(): number {
    const rest = this.#source.slice(this.#position, this.#position + 12);
    const pair = this.#isUnicode ? /^u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/i.exec(rest) : null;
    if (pair) {
      this.#position += pair[0].length;
      return String.fromCharCode(hex(pair[1]), hex(pair[2])).codePointAt(0) ?? 0;
    }
    const coded =
      /^(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(rest) ??
      (this.#isUnicode ? /^u\{([0-9a-f]+)\}/i.exec(rest) : null);
    if (coded) {
      this.#position += coded[0].length;
      return hex(coded[1] ?? coded[2]);
    }
    const control = /^c([a-z])/i.exec(rest);
    if (control) {
      this.#position += control[0].length;
      return (control[1] ?? '').charCodeAt(0) % 32;
    }
    return this.#next();
  }

  /** A set that only the native engine can tell: the source from `start` on is kept as an expression. */
  #opaque(start: number): PatternNode {
    const exact = new RegExp(`^${this.#source.slice(start, this.#position)}$`, this.#isUnicode ? 'u' : '');
    return { kind: 'set', set: { ranges: [[0, highestCodePoint]], exact } };
  }

  #next(): number {
    const code = this.#isUnicode
      ? this.#source.codePointAt(this.#position)
      : this.#source.charCodeAt(this.#position);
    if (code === undefined || Number.isNaN(code)) throw new UnknownSyntax();
    this.#position += code > 0xffff ? 2 : 1;
    return code;
  }

  #isNext(text: string): boolean {
    return this.#source.startsWith(text, this.#position);
  }

  #take(text: string): boolean {
    if (!this.#isNext(text)) return false;
    this.#position += text.length;
    return true;
  }
}

function setOf(ranges: readonly Range[]): PatternNode {
  const set: CharacterSet = { ranges: normaliseRanges(ranges) };
  return { kind: 'set', set };
}

function single(character: number): ClassItem {
  return { ranges: [[character, character]], character };
}

function hex(digits: string | undefined): number {
  return Number.parseInt(digits ?? '0', 16);
}
