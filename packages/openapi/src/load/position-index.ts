import { escapeToken, parsePointer } from '@plumbline/json-schema/json-pointer';
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';
import type { NodePart } from './loaded-description.ts';

/**
 * Where every node of one text stands. Flat arrays, because a large description has half a million
 * nodes; made only for files that somebody asks about.
 */
export class PositionIndex {
  readonly #values: number[] = [];
  readonly #keys: number[] = [];
  readonly #names: (string | undefined)[] = [];
  readonly #firstChild: number[] = [];
  readonly #lastChild: number[] = [];
  readonly #next: number[] = [];
  readonly #sameAs = new Map<number, number>();
  readonly #containers = new Set<number>();
  /** Made for the nodes that somebody asked for a child of. */
  readonly #children = new Map<number, ReadonlyMap<string, number>>();

  /** A node below `parent` (-1 for the root). `name` and `key` are those of a member of an object. */
  add(parent: number, node: { value: number; key?: number; name?: string }): number {
    const id = this.#values.length;
    this.#values.push(node.value);
    this.#keys.push(node.key ?? -1);
    this.#names.push(node.name);
    this.#firstChild.push(-1);
    this.#lastChild.push(-1);
    this.#next.push(-1);
    if (parent >= 0) this.#append(parent, id);
    return id;
  }

  #append(parent: number, id: number): void {
    const last = this.#lastChild[parent]!;
    if (last < 0) this.#firstChild[parent] = id;
    else this.#next[last] = id;
    this.#lastChild[parent] = id;
  }

  markContainer(id: number): void {
    this.#containers.add(id);
  }

  /** The node is an alias for another one. */
  alias(id: number, target: number): void {
    this.#sameAs.set(id, target);
  }

  /**
   * The offset of the node a pointer names, or of the deepest one on the way to it. Without `part`: the
   * name of a member that holds an object or array, because its value begins on another line; otherwise the value.
   */
  offsetOf(pointer: string, part?: NodePart): number {
    let id = 0;
    for (const token of parsePointer(pointer) ?? []) {
      const child = this.#child(id, token);
      if (child === undefined) break;
      id = child;
    }
    const key = this.#keys[id] ?? -1;
    const wantsKey = part === 'key' || (part === undefined && this.#containers.has(id));
    return wantsKey && key >= 0 ? key : (this.#values[id] ?? 0);
  }

  #child(parent: number, token: string): number | undefined {
    const owner = this.#sameAs.get(parent) ?? parent;
    const children = this.#children.get(owner) ?? this.#childrenByToken(owner);
    this.#children.set(owner, children);
    return children.get(token) ?? this.#mergedChild(owner, token);
  }

  /** Of duplicates the last counts. */
  #childrenByToken(parent: number): ReadonlyMap<string, number> {
    const children = new Map<string, number>();
    let position = 0;
    for (let id = this.#firstChild[parent] ?? -1; id >= 0; id = this.#next[id]!, position++) {
      children.set(this.#names[id] ?? String(position), id);
    }
    return children;
  }

  /** A member that YAML's `<<` brought in. */
  #mergedChild(owner: number, token: string): number | undefined {
    for (let id = this.#firstChild[owner] ?? -1; id >= 0; id = this.#next[id]!) {
      if (this.#names[id] !== '<<' || token === '<<') continue;
      const found = this.#child(id, token) ?? this.#childOfItems(id, token);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #childOfItems(list: number, token: string): number | undefined {
    for (let id = this.#firstChild[list] ?? -1; id >= 0; id = this.#next[id]!) {
      if (this.#names[id] !== undefined) return undefined;
      const found = this.#child(id, token);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Members of one object that share a name: the first and each later one. */
  duplicates(most: number): Duplicate[] {
    const found: Duplicate[] = [];
    const visit = (parent: number, pointer: string) => {
      const seen = new Map<string, number>();
      let position = 0;
      for (
        let id = this.#firstChild[parent]!;
        id >= 0 && found.length < most;
        id = this.#next[id]!, position++
      ) {
        const name = this.#names[id];
        const below = `${pointer}/${escapeToken(name ?? String(position))}`;
        const first = name === undefined ? undefined : seen.get(name);
        if (name !== undefined && first !== undefined) {
          found.push({ name, pointer: below, first: this.#keys[first]!, second: this.#keys[id]! });
        }
        if (name !== undefined) seen.set(name, first ?? id);
        visit(id, below);
      }
    };
    visit(0, '');
    return found;
  }
}

export interface Duplicate {
  readonly name: string;
  readonly pointer: string;
  /** Offsets of the two keys. */
  readonly first: number;
  readonly second: number;
}

export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * The positions of a JSON text (RFC 8259). Recursive: the caller has bounded the depth.
 * @throws {JsonSyntaxError} where the text stops being JSON
 */
export function indexJson(text: string): PositionIndex {
  const index = new PositionIndex();
  let offset = 0;

  const skipSpace = () => {
    while (' \t\n\r'.includes(text[offset] ?? 'x')) offset++;
  };
  const fail = (expected: string): never => {
    const got = offset < text.length ? `found \`${text[offset]}\`` : 'the file ends';
    throw new JsonSyntaxError(`Expected ${expected}, but ${got}`, offset);
  };

  const literal = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-])/y;
  const string = (expected: string): string => {
    const start = offset;
    const end = endOfString(text, start) ?? fail(expected);
    offset = end;
    return text.slice(start, end);
  };
  const scalar = () => {
    if (text[offset] === '"') return string('a text that ends on its line, with escapes that JSON knows');
    literal.lastIndex = offset;
    offset += literal.exec(text)?.[0].length ?? fail('a value');
  };

  const value = (parent: number, member?: { name: string; key: number }) => {
    skipSpace();
    const id = index.add(parent, { value: offset, ...member });
    const start = text[offset];
    if (start === '{') object(id);
    else if (start === '[') array(id);
    else scalar();
    skipSpace();
  };

  const items = (id: number, close: string, item: () => void) => {
    index.markContainer(id);
    offset++;
    skipSpace();
    if (text[offset] === close) return void offset++;
    for (;;) {
      item();
      if (text[offset] === close) return void offset++;
      if (text[offset] !== ',') fail(`\`,\` or \`${close}\``);
      offset++;
      skipSpace();
    }
  };

  const array = (id: number) => items(id, ']', () => value(id));
  const object = (id: number) =>
    items(id, '}', () => {
      const key = offset;
      const name = string('a key in double quotes');
      skipSpace();
      if (text[offset] !== ':') fail('`:`');
      offset++;
      value(id, { name: name.includes('\\') ? JSON.parse(name) : name.slice(1, -1), key });
    });

  value(-1);
  if (offset < text.length) fail('the end of the file');
  return index;
}

/** The offset after the string that begins at `start`; `undefined` when there is none. Long texts rule out a pattern. */
function endOfString(text: string, start: number): number | undefined {
  if (text[start] !== '"') return undefined;
  for (let offset = start + 1; offset < text.length; offset++) {
    const character = text[offset]!;
    if (character === '"') return offset + 1;
    if (character < ' ') return undefined;
    if (character !== '\\') continue;
    const length = escapeLength(text, offset);
    if (length === undefined) return undefined;
    offset += length - 1;
  }
  return undefined;
}

function escapeLength(text: string, start: number): number | undefined {
  const kind = text[start + 1] ?? '';
  if (kind === 'u') return /^[0-9a-fA-F]{4}$/.test(text.slice(start + 2, start + 6)) ? 6 : undefined;
  return kind !== '' && '"\\/bfnrt'.includes(kind) ? 2 : undefined;
}

/** The positions of a YAML text that has been read before, so that nothing in it can fail. */
export function indexYaml(text: string, maxDepth: number): PositionIndex {
  const index = new PositionIndex();
  const anchors = new Map<string, number>();
  const open: { id: number; isObject: boolean; member: { name: string; key: number } | undefined }[] = [];

  const place = (event: Event): number | undefined => {
    const frame = open.at(-1);
    if (frame?.isObject && !frame.member) {
      frame.member = keyOf(text, event);
      return undefined;
    }
    const value = offsetOfEvent(text, event) ?? frame?.member?.key ?? 0;
    const id = index.add(frame?.id ?? -1, { value, ...frame?.member });
    if (frame) frame.member = undefined;
    return id;
  };

  for (const event of parseEvents(text, { maxDepth })) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.POP) {
      open.pop();
      continue;
    }
    const id = place(event);
    if (id === undefined) continue;
    const anchor = anchorOf(text, event);
    if (event.type === EVENT_ID.ALIAS) index.alias(id, anchors.get(anchor) ?? id);
    else if (anchor) anchors.set(anchor, id);
    if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
      index.markContainer(id);
      open.push({ id, isObject: event.type === EVENT_ID.MAPPING, member: undefined });
    }
  }
  return index;
}

function keyOf(text: string, event: Event): { name: string; key: number } {
  const name = event.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '';
  return { name, key: offsetOfEvent(text, event) ?? 0 };
}

export function anchorOf(text: string, event: Event): string {
  return 'anchorStart' in event && event.anchorStart >= 0
    ? text.slice(event.anchorStart, event.anchorEnd)
    : '';
}

/** Where the value of an event begins: after its tag and anchor, before its quotes. `undefined`: nothing is written. */
export function offsetOfEvent(text: string, event: Event): number | undefined {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      return offsetOfScalar(text, event);
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return event.start;
    default:
      return undefined;
  }
}

function offsetOfScalar(text: string, event: ScalarEvent): number | undefined {
  if (event.valueStart < 0) return undefined;
  switch (event.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return event.valueStart - 1;
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK: {
      let offset = event.valueStart;
      while (text[offset] === ' ' && offset < event.valueEnd) offset++;
      return offset;
    }
    default:
      return event.valueStart;
  }
}
