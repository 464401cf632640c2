import { propertyName, stringLiteral } from '../escape.ts';

/**
 * A name of a generated constant, written bare where values are written as literals. A class, so
 * that no value of a description can pass for one.
 */
export class Name {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** A value that becomes a constant of its own when it occurs more than once. */
export class Shareable {
  readonly value: Literal;
  /** The TypeScript type of the constant. */
  readonly type: string;
  /** What the constant's name is made from. */
  readonly name: string;
  #key: string | undefined;

  constructor(value: Literal, type: string, name: string) {
    this.value = value;
    this.type = type;
    this.name = name;
  }

  /** The value on one line: the same for values that are the same. */
  get key(): string {
    this.#key ??= printInline(this.value);
    return this.#key;
  }
}

export type Literal =
  | string
  | number
  | boolean
  | null
  | undefined
  | Name
  | Shareable
  | readonly Literal[]
  | LiteralObject;

export interface LiteralObject {
  readonly [property: string]: Literal;
}

const WIDTH = 110;

/** Writes a value as TypeScript: on one line where it fits, members without a value left out. */
export function printLiteral(value: Literal, indent = '', taken = 0): string {
  const inline = printInline(value);
  if (inline.length + indent.length + taken <= WIDTH || typeof value !== 'object' || value === null) {
    return inline;
  }
  if (value instanceof Name) return inline;
  if (value instanceof Shareable) return printLiteral(value.value, indent, taken);
  const inner = `${indent}  `;
  if (isList(value)) {
    return `[\n${value.map((item) => `${inner}${printLiteral(item, inner, 1)},\n`).join('')}${indent}]`;
  }
  const members = membersOf(value).map(([name, member]) => {
    const start = `${propertyName(name)}: `;
    return `${inner}${start}${printLiteral(member, inner, start.length + 1)},\n`;
  });
  return `{\n${members.join('')}${indent}}`;
}

function printInline(value: Literal): string {
  if (typeof value === 'string') return stringLiteral(value);
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Name) return value.text;
  if (value instanceof Shareable) return value.key;
  if (isList(value)) return `[${value.map(printInline).join(', ')}]`;
  const members = membersOf(value).map(([name, member]) => `${propertyName(name)}: ${printInline(member)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function membersOf(value: LiteralObject): [string, Literal][] {
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

function isList(value: Literal): value is readonly Literal[] {
  return Array.isArray(value);
}
