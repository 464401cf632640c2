import type { Place } from '../diagnostic.ts';
import type { ProblemPlace } from './load-problem.ts';
import type { NodePart } from './loaded-description.ts';
import { indexJson, indexYaml, JsonSyntaxError, type PositionIndex } from './position-index.ts';

/** The texts of a description's files, with the place of every node. Positions are worked out on demand. */
export class SourceTexts {
  readonly #texts: ReadonlyMap<string, string>;
  readonly #maxDepth: number;
  readonly #indexes = new Map<string, PositionIndex>();
  readonly #lineStarts = new Map<string, readonly number[]>();

  constructor(texts: ReadonlyMap<string, string>, maxDepth: number) {
    this.#texts = texts;
    this.#maxDepth = maxDepth;
  }

  textOf(file: string): string | undefined {
    return this.#texts.get(file);
  }

  /**
   * Fills in line and column. Without `part`: the name of a member whose value is an object or array, the
   * value of any other. A place outside of the description stays without a line.
   */
  locate(place: ProblemPlace, part?: NodePart): Place {
    const { offset: given, ...plain } = place;
    if (place.line !== undefined) return plain;
    const text = this.#texts.get(place.file);
    if (text === undefined) return plain;
    const offset = given ?? this.#offsetOf(place, text, part);
    return { ...plain, ...this.#lineAndColumn(place.file, text, offset) };
  }

  #offsetOf({ file, pointer }: Place, text: string, part: NodePart | undefined): number {
    return pointer === '' ? 0 : this.#index(file, text).offsetOf(pointer, part);
  }

  #index(file: string, text: string): PositionIndex {
    const known = this.#indexes.get(file);
    if (known) return known;
    const index = createIndex(text, this.#maxDepth);
    this.#indexes.set(file, index);
    return index;
  }

  #lineAndColumn(file: string, text: string, offset: number): { line: number; column: number } {
    const starts = this.#lineStarts.get(file) ?? lineStarts(text);
    this.#lineStarts.set(file, starts);
    const line = lineAt(starts, offset);
    return { line, column: offset - starts[line - 1]! + 1 };
  }
}

function createIndex(text: string, maxDepth: number): PositionIndex {
  if (/^\s*[{[]/.test(text)) {
    try {
      return indexJson(text);
    } catch (error) {
      if (!(error instanceof JsonSyntaxError)) throw error;
    }
  }
  return indexYaml(text, maxDepth + 1);
}

/** The number of the last line that starts at the offset or before it; the first one starts at 0. */
function lineAt(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (const { index, 0: lineBreak } of text.matchAll(/\r\n|\n|\r/g)) starts.push(index + lineBreak.length);
  return starts;
}
