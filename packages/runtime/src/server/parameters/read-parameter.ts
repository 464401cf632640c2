import type { ParameterContract, ValueShape } from '../../contract.ts';
import { decodeFormText, decodePercent, type QueryString } from './query-string.ts';
import { ABSENT, BAD_CHARACTER, Broken, NOT_DECODABLE, SENT_TWICE } from './read-result.ts';
import {
  admitsPrimitive,
  itemShape,
  propertyShape,
  structureOf,
  toObject,
  toPrimitive,
} from './value-shape.ts';

/** A parameter's value, `ABSENT`, or `Broken`. */
export type ReadResult = unknown;

/** Reads one text that holds the whole value: a path segment, a header, a cookie. */
export type TextReader = (text: string) => ReadResult;
export type QueryReader = (query: QueryString) => ReadResult;
type Decode = (text: string) => string | undefined;

/** For paths: styles simple, label and matrix (OpenAPI 3.1.1, "Style Values"; RFC 6570). */
export function createPathReader(parameter: ParameterContract): TextReader {
  return createTextReader(parameter, decodePercent);
}

/** For headers: style simple, not percent-encoded; blanks around list items belong to the list. */
export function createHeaderReader(parameter: Omit<ParameterContract, 'in' | 'required'>): TextReader {
  return createTextReader(parameter, (text) => text.trim());
}

/** For cookies, which are named as often as they are sent. */
export function createCookieReader(parameter: ParameterContract): (texts: readonly string[]) => ReadResult {
  const decode: Decode = parameter.style === 'cookie' ? (text) => text : decodePercent;
  const read = createTextReader({ ...parameter, style: 'form' }, decode);
  const isList = structureOf(parameter.shape) === 'array';
  return (texts) => {
    if (texts.length === 1) return read(texts[0] ?? '');
    return isList ? toArray(texts, parameter.shape, decode) : SENT_TWICE;
  };
}

/** For queries: styles form, spaceDelimited, pipeDelimited and deepObject. */
export function createQueryReader(
  parameter: ParameterContract,
  otherNames: ReadonlySet<string>,
): QueryReader {
  const { name, shape } = parameter;
  if (parameter.mediaType !== undefined) return createQueryContentReader(name, parameter.mediaType);
  const structure = structureOf(shape);
  if (structure === 'primitive')
    return (query) => readOne(query, name, (text) => toText(text, shape, decodeFormText));
  if (structure === 'array') return createQueryArrayReader(parameter);
  if (parameter.style === 'deepObject') return (query) => readDeepObject(query, name, shape);
  if (isExploded(parameter)) return (query) => readSpreadObject(query, shape, otherNames);
  const delimiter = delimiterOf(parameter.style);
  return (query) =>
    readOne(query, name, (text) => toPairsObject(text.split(delimiter), shape, decodeFormText));
}

function createQueryArrayReader(parameter: ParameterContract): QueryReader {
  const { name, shape } = parameter;
  if (isExploded(parameter)) {
    return (query) => {
      const texts = query.values.get(name);
      if (texts === undefined) return ABSENT;
      if (texts.length === 1 && admitsPrimitive(shape)) return toText(texts[0] ?? '', shape, decodeFormText);
      return toArray(texts, shape, decodeFormText);
    };
  }
  const delimiter = delimiterOf(parameter.style);
  return (query) =>
    readOne(query, name, (text) => {
      const texts = text === '' ? [] : text.split(delimiter);
      if (texts.length === 1 && admitsPrimitive(shape)) return toText(text, shape, decodeFormText);
      return toArray(texts, shape, decodeFormText);
    });
}

/** Delimited styles are defined without explode only; with it they read as form does. */
function isExploded(parameter: ParameterContract): boolean {
  return parameter.explode;
}

/** Clients percent-encode blanks and bars, which is why the encoded forms delimit as well. */
function delimiterOf(style: string): string | RegExp {
  if (style === 'spaceDelimited') return /%20|\+| /;
  return style === 'pipeDelimited' ? /\||%7[Cc]/ : ',';
}

function readOne(query: QueryString, name: string, read: TextReader): ReadResult {
  const texts = query.values.get(name);
  if (texts === undefined) return ABSENT;
  return texts.length === 1 ? read(texts[0] ?? '') : SENT_TWICE;
}

/** `filter[status]=open&filter[owner][id]=1`: brackets below the first level nest. */
function readDeepObject(query: QueryString, name: string, shape: ValueShape): ReadResult {
  const root: Record<string, unknown> = {};
  let found = false;
  for (const [key, texts] of query.values) {
    if (!key.startsWith(`${name}[`)) continue;
    const path = bracketPath(key.slice(name.length));
    if (path === undefined) return new Broken('style', `must be written as ${name}[property]=value`);
    const problem = putDeep(root, path, shape, texts);
    if (problem !== undefined) return problem;
    found = true;
  }
  return found ? root : ABSENT;
}

/** `[a][b]` as names; undefined for anything else, for names that reach the prototype and deep nesting. */
function bracketPath(text: string): string[] | undefined {
  if (!/^(?:\[[^[\]]*\]){1,8}$/.test(text)) return undefined;
  const names = text.slice(1, -1).split('][');
  return names.includes('__proto__') ? undefined : names;
}

function putDeep(
  root: Record<string, unknown>,
  path: readonly string[],
  rootShape: ValueShape,
  texts: readonly string[],
): Broken | undefined {
  let object = root;
  let shape = rootShape;
  for (const name of path.slice(0, -1)) {
    shape = propertyShape(shape, name);
    const next = Object.hasOwn(object, name) ? object[name] : {};
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return SENT_TWICE;
    object[name] = next;
    object = next as Record<string, unknown>; // an object made here: arrays are ruled out above
  }
  const last = path.at(-1) ?? '';
  if (Object.hasOwn(object, last)) return SENT_TWICE;
  const value = toProperty(texts, propertyShape(shape, last));
  if (value instanceof Broken) return value;
  object[last] = value;
  return undefined;
}

/** A property of a spread or deep object: its texts as the property's shape asks. */
export function toProperty(texts: readonly string[], shape: ValueShape): ReadResult {
  if (structureOf(shape) === 'array' && !(texts.length === 1 && admitsPrimitive(shape))) {
    return toArray(texts, shape, decodeFormText);
  }
  return texts.length === 1 ? toText(texts[0] ?? '', shape, decodeFormText) : SENT_TWICE;
}

/** Style form with explode: each property is a query parameter of its own. */
function readSpreadObject(
  query: QueryString,
  shape: ValueShape,
  otherNames: ReadonlySet<string>,
): ReadResult {
  const pairs: [string, unknown][] = [];
  for (const [name, texts] of query.values) {
    const isDeclared = shape.properties !== undefined && Object.hasOwn(shape.properties, name);
    if (!isDeclared && (shape.additionalProperties === undefined || otherNames.has(name))) continue;
    const value = toProperty(texts, propertyShape(shape, name));
    if (value instanceof Broken) return value;
    pairs.push([name, value]);
  }
  return pairs.length === 0 ? ABSENT : toObjectOrBroken(pairs);
}

function createQueryContentReader(name: string, mediaType: string): QueryReader {
  return (query) => readOne(query, name, (text) => toContent(text, mediaType, decodeFormText));
}

/** The value of a parameter described by `content`: JSON is parsed, other text stays text. */
function toContent(raw: string, mediaType: string, decode: Decode): ReadResult {
  const text = decode(raw);
  if (text === undefined) return NOT_DECODABLE;
  if (!/[/+]json$/i.test(mediaType.split(';', 1)[0]?.trim() ?? '')) return text;
  try {
    return JSON.parse(text);
  } catch {
    return new Broken('json', 'must be well-formed JSON');
  }
}

function createTextReader(parameter: Omit<ParameterContract, 'in' | 'required'>, decode: Decode): TextReader {
  const { name, shape, style, explode, mediaType } = parameter;
  if (mediaType !== undefined) return (text) => toContent(text, mediaType, decode);
  const structure = structureOf(shape);
  const open = prefixOf(style, name, structure, explode);
  const split = separatorOf(style, name, structure, explode);
  return (text) => {
    if (!text.startsWith(open)) return new Broken('style', `must begin with ${JSON.stringify(open)}`);
    const rest = text.slice(open.length);
    if (structure === 'primitive') return toText(rest, shape, decode);
    const parts = rest === '' ? [] : rest.split(split);
    if (structure === 'array') {
      if (parts.length <= 1 && admitsPrimitive(shape)) return toText(rest, shape, decode);
      return toArray(parts, shape, decode);
    }
    return explode ? toAssignmentsObject(parts, shape, decode) : toPairsObject(parts, shape, decode);
  };
}

function prefixOf(style: string, name: string, structure: string, explode: boolean): string {
  if (style === 'label') return '.';
  if (style !== 'matrix') return '';
  return structure === 'object' && explode ? ';' : `;${name}=`;
}

function separatorOf(style: string, name: string, structure: string, explode: boolean): string {
  if (!explode) return ',';
  if (style === 'label') return '.';
  if (style === 'matrix') return structure === 'array' ? `;${name}=` : ';';
  return ',';
}

function toText(raw: string, shape: ValueShape, decode: Decode): ReadResult {
  const text = decode(raw);
  if (text === undefined) return NOT_DECODABLE;
  return text.includes('\0') ? BAD_CHARACTER : toPrimitive(text, shape);
}

function toArray(texts: readonly string[], shape: ValueShape, decode: Decode): ReadResult {
  const items = itemShape(shape);
  const array: unknown[] = [];
  for (const text of texts) {
    const item = toText(text, items, decode);
    if (item instanceof Broken) return item;
    array.push(item);
  }
  return array;
}

/** `R,100,G,200` */
function toPairsObject(parts: readonly string[], shape: ValueShape, decode: Decode): ReadResult {
  if (parts.length % 2 === 1 && !(parts.length === 1 && parts[0] === '')) {
    return new Broken('style', 'must be a list of names and values in turn');
  }
  const pairs: [string, unknown][] = [];
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const pair = toPair(parts[index] ?? '', parts[index + 1] ?? '', shape, decode);
    if (pair instanceof Broken) return pair;
    pairs.push(pair);
  }
  return toObjectOrBroken(pairs);
}

/** `R=100,G=200` */
function toAssignmentsObject(parts: readonly string[], shape: ValueShape, decode: Decode): ReadResult {
  const pairs: [string, unknown][] = [];
  for (const part of parts) {
    const equals = part.indexOf('=');
    if (equals === -1) return new Broken('style', 'must be a list of name=value');
    const pair = toPair(part.slice(0, equals), part.slice(equals + 1), shape, decode);
    if (pair instanceof Broken) return pair;
    pairs.push(pair);
  }
  return toObjectOrBroken(pairs);
}

function toPair(
  rawName: string,
  rawValue: string,
  shape: ValueShape,
  decode: Decode,
): [string, unknown] | Broken {
  const name = decode(rawName);
  if (name === undefined) return NOT_DECODABLE;
  const value = toText(rawValue, propertyShape(shape, name), decode);
  return value instanceof Broken ? value : [name, value];
}

function toObjectOrBroken(pairs: readonly [string, unknown][]): ReadResult {
  return toObject(pairs) ?? new Broken('name', 'must not have a property named __proto__');
}
