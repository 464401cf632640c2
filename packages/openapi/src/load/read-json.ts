import { toPointer } from '@plumbline/json-schema/json-pointer';
import type { Limits } from './load-options.ts';
import { LoadError, type LoadProblem } from './load-problem.ts';
import { findingsPerFile, type ParsedFile } from './parsed-file.ts';
import { indexJson, JsonSyntaxError, type PositionIndex } from './position-index.ts';

/** Reads strict JSON (RFC 8259). Duplicate keys are found, which `JSON.parse` would hide. */
export function readJson(text: string, file: string, limits: Limits): ParsedFile {
  const { members, hasSurrogateEscape } = scan(text, file, limits);
  const value = parse(text, file);
  const tree = inspect(value, { file, limits, hasSurrogateEscape });
  const duplicates = tree.members < members ? findDuplicates(indexJson(text), file) : [];
  return { value: tree.value, findings: [...duplicates, ...tree.findings] };
}

const quote = 0x22;
const backslash = 0x5c;

/** One cheap pass over the text before anything is built: how deep it goes and how many members it writes. */
function scan(text: string, file: string, limits: Limits): { members: number; hasSurrogateEscape: boolean } {
  let depth = 0;
  let members = 0;
  for (let offset = 0; offset < text.length; offset++) {
    switch (text.charCodeAt(offset)) {
      case quote:
        offset = endOfString(text, offset);
        break;
      case 0x3a: // :
        members++;
        break;
      case 0x5b: // [
      case 0x7b: // {
        if (++depth > limits.depth) refuseDepth(file, offset, limits);
        break;
      case 0x5d: // ]
      case 0x7d: // }
        depth--;
    }
  }
  return { members, hasSurrogateEscape: /\\u[dD][89a-fA-F]/.test(text) };
}

/** The offset of the closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let offset = start + 1; offset < text.length; offset++) {
    const code = text.charCodeAt(offset);
    if (code === quote) return offset;
    if (code === backslash) offset++;
  }
  return text.length;
}

function refuseDepth(file: string, offset: number, limits: Limits): never {
  throw new LoadError({
    rule: 'limit-depth',
    message: `The document nests deeper than ${limits.depth} levels.`,
    place: { file, pointer: '', offset },
  });
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw syntaxError(text, file);
  }
}

/** `JSON.parse` does not always tell the place, so the text is read again by the reader that does. */
function syntaxError(text: string, file: string): LoadError {
  const fallback = { message: 'This is not valid JSON', offset: text.length };
  const { message, offset } = jsonSyntaxError(text) ?? fallback;
  return new LoadError({ rule: 'syntax', message: `${message}.`, place: { file, pointer: '', offset } });
}

function jsonSyntaxError(text: string): JsonSyntaxError | undefined {
  try {
    indexJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
    throw error;
  }
  return undefined;
}

interface Inspection {
  readonly file: string;
  readonly limits: Limits;
  readonly hasSurrogateEscape: boolean;
}

/** Counts what was built and finds values that are no JSON values: `1e999` and half a character. */
function inspect(root: unknown, inspection: Inspection) {
  const inspector = new Inspector(inspection);
  return { value: inspector.visit(root), members: inspector.members, findings: inspector.findings };
}

class Inspector {
  readonly findings: LoadProblem[] = [];
  members = 0;
  #nodes = 0;
  /** The way to the value being visited; a pointer is made of it only when something is found. */
  readonly #tokens: (string | number)[] = [];
  readonly #inspection: Inspection;

  constructor(inspection: Inspection) {
    this.#inspection = inspection;
  }

  /** The value, or what stands for it where JSON has no such value. */
  visit(value: unknown): unknown {
    const { file, limits } = this.#inspection;
    if (++this.#nodes > limits.nodes) refuseNodes(file, this.#pointer(), limits);
    if (typeof value === 'string') this.#visitText(value);
    if (typeof value === 'number' && !Number.isFinite(value)) {
      if (this.findings.length < findingsPerFile) this.findings.push(notFinite(file, this.#pointer()));
      return null;
    }
    if (Array.isArray(value)) this.#visitArray(value);
    else if (typeof value === 'object' && value !== null) this.#visitObject(value);
    return value;
  }

  #visitArray(items: unknown[]): void {
    for (const [index, item] of items.entries()) {
      this.#tokens.push(index);
      items[index] = this.visit(item);
      this.#tokens.pop();
    }
  }

  #visitObject(object: object): void {
    for (const [key, value] of Object.entries(object)) {
      this.members++;
      this.#tokens.push(key);
      this.#visitText(key);
      const after = this.visit(value);
      if (after !== value) Reflect.set(object, key, after);
      this.#tokens.pop();
    }
  }

  #visitText(text: string): void {
    const { hasSurrogateEscape, file } = this.#inspection;
    if (hasSurrogateEscape && !text.isWellFormed()) refuseSurrogate(file, this.#pointer());
  }

  #pointer(): string {
    return toPointer(this.#tokens);
  }
}

function refuseNodes(file: string, pointer: string, limits: Limits): never {
  throw new LoadError({
    rule: 'limit-nodes',
    message: `The document holds more than ${limits.nodes} values.`,
    place: { file, pointer },
  });
}

export function refuseSurrogate(file: string, pointer: string, offset?: number): never {
  throw new LoadError({
    rule: 'text-not-unicode',
    message: 'The text holds half of a surrogate pair, which is no character.',
    place: { file, pointer, ...(offset !== undefined && { offset }) },
  });
}

export const notFinite = (file: string, pointer: string): LoadProblem => ({
  rule: 'value-not-json',
  message: 'The number is not finite; it is read as `null`.',
  place: { file, pointer },
});

function findDuplicates(index: PositionIndex, file: string): LoadProblem[] {
  return index.duplicates(findingsPerFile).map(({ name, pointer, first, second }) => ({
    rule: 'key-duplicate',
    message: `The key \`${name}\` stands twice in the same object.`,
    place: { file, pointer, offset: second },
    related: [{ file, pointer, offset: first }],
  }));
}
