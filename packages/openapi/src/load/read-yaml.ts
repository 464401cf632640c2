import { toPointer } from '@plumbline/json-schema/json-pointer';
import {
  type AliasEvent,
  type DocumentDirective,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml';
import { isObject } from '../json-object.ts';
import type { Limits } from './load-options.ts';
import { LoadError, type LoadProblem, type LoadRule } from './load-problem.ts';
import { findingsPerFile, type ParsedFile } from './parsed-file.ts';
import { anchorOf, offsetOfEvent } from './position-index.ts';
import { notFinite, refuseSurrogate } from './read-json.ts';
import { scalarValue } from './yaml-scalar.ts';
import { tagNameOf } from './yaml-tag.ts';

/**
 * Reads one YAML 1.2 document with the core schema and YAML 1.1's merge key, which descriptions use.
 * Values are built from the parser's events here and not by the library, because only so can each alias
 * and merge be counted before it is followed, and both places of a duplicate be told.
 */
export function readYaml(text: string, file: string, limits: Limits): ParsedFile {
  const events = toEvents(text, file, limits);
  refuseSecondDocument(events, text, file);
  return new YamlReader({ text, file, limits, events }).read();
}

function toEvents(text: string, file: string, limits: Limits): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth: limits.depth + 1 });
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw toLoadError(error, file, limits);
  }
}

function toLoadError(error: YAMLException, file: string, limits: Limits): LoadError {
  const place = { file, pointer: '', offset: error.mark?.position ?? 0 };
  if (error.reason.startsWith('nesting exceeded')) {
    return new LoadError({ rule: 'limit-depth', message: tooDeep(limits), place });
  }
  return new LoadError({ rule: 'syntax', message: `This is not valid YAML: ${error.reason}.`, place });
}

const tooDeep = (limits: Limits) => `The document nests deeper than ${limits.depth} levels.`;

function refuseSecondDocument(events: readonly Event[], text: string, file: string): void {
  const [, second] = events.flatMap((event, index) => (event.type === EVENT_ID.DOCUMENT ? [index] : []));
  if (second === undefined) return;
  const next = events[second + 1];
  const offset = (next && offsetOfEvent(text, next)) ?? text.length;
  throw new LoadError({
    rule: 'document-several',
    message: 'The file holds more than one YAML document.',
    place: { file, pointer: '', offset },
  });
}

/** What an anchor stands for. `height` counts the levels below it, `size` its values with aliases followed. */
interface Anchored {
  readonly value: unknown;
  size: number;
  height: number;
  isOpen: boolean;
}

interface ObjectFrame extends Anchored {
  readonly kind: 'object';
  readonly value: Record<string, unknown>;
  /** Index of its first event, where a duplicate's first place is looked up. */
  readonly start: number;
  readonly merged: Set<string>;
  key: Key | undefined;
}

interface ArrayFrame extends Anchored {
  readonly kind: 'array';
  readonly value: unknown[];
}

type Frame = ObjectFrame | ArrayFrame;

interface Key {
  readonly name: string;
  readonly offset: number;
  readonly isMerge: boolean;
}

interface Input {
  readonly text: string;
  readonly file: string;
  readonly limits: Limits;
  readonly events: readonly Event[];
}

class YamlReader {
  readonly #input: Input;
  readonly #findings: LoadProblem[] = [];
  readonly #anchors = new Map<string, Anchored>();
  readonly #frames: Frame[] = [];
  #directives: readonly DocumentDirective[] = [];
  #position = 0;
  #nodes = 0;
  #mergeKeys = 0;
  #root: unknown;

  constructor(input: Input) {
    this.#input = input;
  }

  read(): ParsedFile {
    const { events, text } = this.#input;
    for (const [index, event] of events.entries()) {
      this.#position = offsetOfEvent(text, event) ?? this.#position;
      this.#take(event, index);
    }
    return { value: this.#root, findings: this.#findings };
  }

  #take(event: Event, index: number): void {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.#directives = event.directives;
        break;
      case EVENT_ID.MAPPING:
        this.#openObject(event, index);
        break;
      case EVENT_ID.SEQUENCE:
        this.#openArray(event);
        break;
      case EVENT_ID.SCALAR:
        this.#scalar(event);
        break;
      case EVENT_ID.ALIAS:
        this.#alias(event);
        break;
      case EVENT_ID.POP:
        this.#close();
        break;
    }
  }

  #openObject(event: MappingEvent, start: number): void {
    this.#checkTag(event, 'tag:yaml.org,2002:map');
    const counts = { size: 1, height: 0, isOpen: true };
    this.#open(event, { kind: 'object', value: {}, start, merged: new Set(), key: undefined, ...counts });
  }

  #openArray(event: SequenceEvent): void {
    this.#checkTag(event, 'tag:yaml.org,2002:seq');
    this.#open(event, { kind: 'array', value: [], size: 1, height: 0, isOpen: true });
  }

  #open(event: MappingEvent | SequenceEvent, frame: Frame): void {
    const parent = this.#frames.at(-1);
    if (parent?.kind === 'object' && !parent.key)
      throw this.#error('syntax', 'A key must be text, not an object or array.');
    this.#count(1);
    if (this.#frames.length >= this.#input.limits.depth)
      throw this.#error('limit-depth', tooDeep(this.#input.limits));
    this.#remember(event, frame);
    this.#frames.push(frame);
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (!frame) return; // the end of the document
    frame.isOpen = false;
    this.#add(frame);
  }

  #scalar(event: ScalarEvent): void {
    const { text } = this.#input;
    const parent = this.#frames.at(-1);
    const value = scalarValue(text, event, tagNameOf(text, event, this.#directives));
    if (value === undefined) throw this.#tagError(event);
    if (parent?.kind === 'object' && !parent.key) {
      parent.key = this.#key(event);
      return;
    }
    this.#count(1);
    const leaf: Anchored = { value: this.#checkScalar(value), size: 1, height: 0, isOpen: false };
    this.#remember(event, leaf);
    this.#add(leaf);
  }

  /** A key is the text as written: `200`, `1e3` and `no` are names, whatever they would be as values. */
  #key(event: ScalarEvent): Key {
    const name = getScalarValue(this.#input.text, event);
    if (!name.isWellFormed()) refuseSurrogate(this.#input.file, this.#pointer(), this.#position);
    return { name, offset: this.#position, isMerge: name === '<<' && event.style === SCALAR_STYLE.PLAIN };
  }

  #checkScalar(value: string | number | boolean | null): unknown {
    if (typeof value === 'string' && !value.isWellFormed()) {
      refuseSurrogate(this.#input.file, this.#pointer(), this.#position);
    }
    if (typeof value !== 'number' || Number.isFinite(value)) return value;
    this.#find(notFinite(this.#input.file, this.#pointer()));
    return null;
  }

  #alias(event: AliasEvent): void {
    const name = anchorOf(this.#input.text, event);
    const target = this.#anchors.get(name);
    if (!target)
      throw this.#error('yaml-alias', `The alias \`*${name}\` has no anchor \`&${name}\` before it.`);
    if (target.isOpen)
      throw this.#error('yaml-alias', `The alias \`*${name}\` stands inside of what it stands for.`);
    const parent = this.#frames.at(-1);
    if (parent?.kind === 'object' && !parent.key)
      throw this.#error('syntax', 'A key must be text, not an alias.');
    this.#count(target.size, ' after its aliases are followed');
    if (this.#frames.length + target.height > this.#input.limits.depth) {
      throw this.#error('limit-depth', tooDeep(this.#input.limits));
    }
    this.#add(target);
  }

  /** Hands a finished value to what encloses it. */
  #add(node: Anchored): void {
    const parent = this.#frames.at(-1);
    if (!parent) {
      this.#root = node.value;
      return;
    }
    parent.size += node.size;
    parent.height = Math.max(parent.height, node.height + 1);
    if (parent.kind === 'array') {
      parent.value.push(node.value);
      return;
    }
    const key = parent.key!; // a value follows its key: the parser pairs them
    if (key.isMerge) {
      this.#position = key.offset;
      this.#merge(parent, node.value);
    } else this.#member(parent, key, node.value);
    parent.key = undefined;
  }

  #member(parent: ObjectFrame, key: Key, value: unknown): void {
    const isTaken = Object.hasOwn(parent.value, key.name);
    if (isTaken && !parent.merged.delete(key.name)) this.#findDuplicate(parent, key);
    define(parent.value, key.name, value);
  }

  #merge(parent: ObjectFrame, source: unknown): void {
    for (const item of Array.isArray(source) ? source : [source]) {
      this.#chargeMerge();
      if (!isObject(item)) throw this.#error('syntax', 'Only objects can be merged with `<<`.');
      this.#mergeObject(parent, item);
    }
  }

  #mergeObject(parent: ObjectFrame, source: Record<string, unknown>): void {
    for (const name of Object.keys(source)) {
      this.#chargeMerge();
      if (Object.hasOwn(parent.value, name)) continue;
      define(parent.value, name, source[name]);
      parent.merged.add(name);
    }
  }

  #chargeMerge(): void {
    const { mergeKeys } = this.#input.limits;
    if (++this.#mergeKeys > mergeKeys) {
      throw this.#error('limit-merge-keys', `The document merges more than ${mergeKeys} keys with \`<<\`.`);
    }
  }

  #count(nodes: number, how = ''): void {
    this.#nodes += nodes;
    const most = this.#input.limits.nodes;
    if (this.#nodes > most)
      throw this.#error('limit-nodes', `The document holds more than ${most} values${how}.`);
  }

  #remember(event: ScalarEvent | MappingEvent | SequenceEvent, node: Anchored): void {
    const name = anchorOf(this.#input.text, event);
    if (name !== '') this.#anchors.set(name, node);
  }

  #checkTag(event: MappingEvent | SequenceEvent, expected: string): void {
    const name = tagNameOf(this.#input.text, event, this.#directives);
    if (name !== undefined && name !== '!' && name !== expected) throw this.#tagError(event);
  }

  #tagError(event: ScalarEvent | MappingEvent | SequenceEvent): LoadError {
    this.#position = event.tagStart;
    const tag = this.#input.text.slice(event.tagStart, event.tagEnd);
    return this.#error(
      'yaml-tag',
      `The tag \`${tag}\` is not one of YAML's core types or does not fit its value.`,
    );
  }

  #findDuplicate(parent: ObjectFrame, key: Key): void {
    if (this.#findings.length >= findingsPerFile) return;
    const { file } = this.#input;
    const pointer = this.#pointer();
    this.#find({
      rule: 'key-duplicate',
      message: `The key \`${key.name}\` stands twice in the same object.`,
      place: { file, pointer, offset: key.offset },
      related: [{ file, pointer, offset: this.#firstOffset(parent, key.name) }],
    });
  }

  /** Where the object has the key for the first time. */
  #firstOffset(parent: ObjectFrame, name: string): number {
    const { events, text } = this.#input;
    let depth = 0;
    let isKey = true;
    for (let index = parent.start + 1; index < events.length; index++) {
      const event = events[index]!;
      if (depth === 0 && isKey && event.type === EVENT_ID.SCALAR && getScalarValue(text, event) === name) {
        return offsetOfEvent(text, event) ?? 0;
      }
      if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) depth++;
      if (event.type === EVENT_ID.POP) depth--;
      if (depth === 0) isKey = !isKey;
    }
    return 0;
  }

  #find(problem: LoadProblem): void {
    if (this.#findings.length < findingsPerFile) this.#findings.push(problem);
  }

  /** The pointer of the value being read. */
  #pointer(): string {
    const token = (frame: Frame) => (frame.kind === 'array' ? String(frame.value.length) : frame.key?.name);
    return toPointer(this.#frames.flatMap((frame) => token(frame) ?? []));
  }

  #error(rule: LoadRule, message: string): LoadError {
    const place = { file: this.#input.file, pointer: this.#pointer(), offset: this.#position };
    return new LoadError({ rule, message, place });
  }
}

/** `__proto__` from a document is a name like any other. */
function define(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}
