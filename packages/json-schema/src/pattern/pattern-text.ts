import type { Random } from '../make/random.ts';
import { admits, type CharacterSet, type PatternNode } from './pattern-node.ts';

/** How long the text may get, in characters. */
export interface TextBounds {
  readonly min: number;
  readonly max: number;
}

/**
 * Writes a text that the pattern very likely matches: assertions inside of it are passed over, so the caller checks.
 * Where the pattern is open at its ends, nothing is added there unless `min` asks for it.
 */
export function writePatternText(node: PatternNode, bounds: TextBounds, random: Random): string {
  const writer = new TextWriter(bounds, random);
  return writer.write(node);
}

/** The shortest length a node can have. */
export function shortestLength(node: PatternNode): number {
  switch (node.kind) {
    case 'set':
      return 1;
    case 'sequence':
      return node.parts.reduce((sum, part) => sum + shortestLength(part), 0);
    case 'choice':
      return Math.min(...node.options.map(shortestLength));
    case 'repeat':
      return node.min === 0 ? 0 : node.min * shortestLength(node.node);
    default:
      return 0;
  }
}

class TextWriter {
  readonly #random: Random;
  /** Characters that may still be written beyond the shortest text. */
  #spare: number;
  /** Characters that must still be written beyond the shortest text. */
  #owed: number;
  #isMeasured = false;
  readonly #bounds: TextBounds;

  constructor(bounds: TextBounds, random: Random) {
    this.#bounds = bounds;
    this.#random = random;
    this.#spare = 0;
    this.#owed = 0;
  }

  write(node: PatternNode): string {
    if (!this.#isMeasured) {
      this.#isMeasured = true;
      const shortest = shortestLength(node);
      this.#spare = Math.max(0, this.#bounds.max - shortest);
      this.#owed = Math.max(0, this.#bounds.min - shortest);
    }
    switch (node.kind) {
      case 'set':
        return writeCharacter(node.set, this.#random);
      case 'sequence':
        return node.parts.map((part) => this.write(part)).join('');
      case 'choice':
        return this.#choice(node.options);
      case 'repeat':
        return this.#repeat(node);
      default:
        return '';
    }
  }

  #choice(options: readonly PatternNode[]): string {
    const shortest = Math.min(...options.map(shortestLength));
    const affordable = options.filter((option) => shortestLength(option) - shortest <= this.#spare);
    const chosen = this.#random.pick(affordable);
    if (!chosen) return '';
    this.#spend(shortestLength(chosen) - shortest);
    return this.write(chosen);
  }

  #repeat({ node, min, max }: { node: PatternNode; min: number; max: number }): string {
    const size = Math.max(1, shortestLength(node));
    const affordable = Math.floor(this.#spare / size);
    const needed = Math.ceil(this.#owed / size);
    const most = Math.min(max - min, affordable);
    const least = Math.min(most, needed);
    const extra = this.#random.integer(
      least,
      Math.max(least, Math.min(most, max === 1 ? 1 : typicalRepeats)),
    );
    this.#spend(extra * size);
    return Array.from({ length: min + extra }, () => this.write(node)).join('');
  }

  #spend(characters: number): void {
    this.#spare -= characters;
    this.#owed -= characters;
  }
}

/** Open repetitions get up to so many more elements than they need. */
const typicalRepeats = 7;

/** Characters that are tried first, the plainest in front. */
const alphabets = [
  'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '-_. /:@#+,;!?()[]{}<>=*&%$"\'`~^|\\',
  'äéñßøЖ漢字😀',
].map((alphabet) => Array.from(alphabet));

/** The characters of each set that are tried first. */
const admittedCharacters = new WeakMap<CharacterSet, readonly string[]>();

function writeCharacter(set: CharacterSet, random: Random): string {
  const known = admittedCharacters.get(set) ?? plainestOf(set);
  admittedCharacters.set(set, known);
  return random.pick(known) ?? writeRareCharacter(set, random);
}

function plainestOf(set: CharacterSet): readonly string[] {
  const admitted = alphabets.map((alphabet) =>
    alphabet.filter((character) => admits(set, character.codePointAt(0) ?? 0)),
  );
  return admitted.find((characters) => characters.length > 0) ?? [];
}

function writeRareCharacter(set: CharacterSet, random: Random): string {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const range = random.pick(set.ranges);
    if (!range) break;
    const character = random.integer(range[0], Math.min(range[1], range[0] + 0x2fff));
    const isSurrogate = character >= 0xd800 && character <= 0xdfff;
    if (!isSurrogate && admits(set, character)) return String.fromCodePoint(character);
  }
  return '';
}
