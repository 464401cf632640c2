import type { Schema } from '@plumbline/json-schema';
import { type MediaType, type Operation, type Response, typeKey } from '@plumbline/openapi';
import { parsePointer } from '../answer/pointer.ts';
import { mediaKind } from '../media-kind.ts';
import type { SchemaShape, SchemaShapes } from './schema-shapes.ts';

/** Where a thing, or a list of things, stands in a body, and what describes it there. */
export interface Place {
  /** The names of the members on the way in; none where it is the whole body. */
  readonly tokens: readonly string[];
  /** Of the thing; of one item where it is a list. */
  readonly schema: Schema;
}

/** What ids are called when the path parameter is called otherwise. The order is a judgement of likelihood. */
const ID_NAMES = ['id', '_id', 'uuid', 'key', 'slug', 'code', 'gid', 'guid', 'sid'] as const;

/** What other properties a path may name an item by, when none has its id. */
export const OTHER_IDS = [...ID_NAMES, 'number', 'login', 'username', 'name'] as const;

/** The property that holds the id which a path parameter takes, among those that a schema names. */
export function idNameIn(shape: SchemaShape, parameter: string, itemKey = '/id'): string | undefined {
  const [key = 'id', ...deeper] = parsePointer(itemKey);
  const candidates = [parameter, ...(deeper.length === 0 ? [key] : []), ...ID_NAMES];
  const exact = candidates.find((name) => shape.properties.has(name));
  if (exact !== undefined) return exact;
  const known = [...shape.properties.keys()];
  const spelled = (wanted: string) => known.find((name) => spelling(name) === wanted);
  return spelled(spelling(parameter)) ?? spelled('id') ?? endingLike(known, spelling(parameter));
}

/** `secret_name` is the `name` of what stands there. */
function endingLike(known: readonly string[], parameter: string): string | undefined {
  const names = known.filter((name) => spelling(name).endsWith('name') && parameter.endsWith(spelling(name)));
  return names.toSorted((one, other) => other.length - one.length)[0];
}

/** Members that tell about a thing in the thing itself. */
const ABOUT_THINGS = ['metadata', 'meta'];

/**
 * Where the id stands in an item, as JSON Pointer without its first slash: where it is declared, a property of its own,
 * or under `metadata`.
 */
export function idPathIn(
  shape: SchemaShape,
  shapes: SchemaShapes,
  about: {
    readonly parameter: string;
    readonly itemKey?: string | undefined;
    /** The way in to it, where an operation on the item declares one. */
    readonly declaredId?: readonly string[] | undefined;
  },
): string | undefined {
  const { parameter, itemKey = '/id', declaredId = [] } = about;
  if (declaredId.length > 0 && hasPath(shape, declaredId, shapes))
    return declaredId.map(escapeToken).join('/');
  const declared = parsePointer(itemKey);
  if (declared.length > 1 && hasPath(shape, declared, shapes)) return itemKey.slice(1);
  const name = idNameIn(shape, parameter, itemKey);
  if (name !== undefined) return escapeToken(name);
  const wanted = [parameter, 'id', 'uid'];
  return ABOUT_THINGS.flatMap((about) => wanted.map((id) => [about, id]))
    .find((tokens) => hasPath(shape, tokens, shapes))
    ?.join('/');
}

const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');

export function hasPath(shape: SchemaShape, tokens: readonly string[], shapes: SchemaShapes): boolean {
  const [name, ...rest] = tokens;
  if (name === undefined) return true;
  return shape.properties.has(name) && hasPath(shapes.property(shape, name), rest, shapes);
}

/** A name without what tells spellings apart: `pet_id` and `petId` meet. */
export const spelling = (name: string): string => name.replace(/[^a-z0-9]/gi, '').toLowerCase();

/** Members that stand around a thing in many descriptions. */
const WRAPPERS = ['data', 'result', 'item', 'resource', 'object', 'response'];

/** Where the thing stands in a body: the whole, or one of its members. Undefined where nothing has an id. */
export function itemPlace(
  schema: Schema,
  shapes: SchemaShapes,
  about: { readonly parameter: string; readonly type: string; readonly idName?: string | undefined },
): Place | undefined {
  const shape = shapes.of(schema);
  if (!isObjectLike(shape)) return undefined;
  const known = about.idName === undefined ? undefined : parsePointer(`/${about.idName}`);
  const hasId = (one: SchemaShape): boolean =>
    (known !== undefined && hasPath(one, known, shapes)) || idNameIn(one, about.parameter) !== undefined;
  if (hasId(shape)) return { tokens: [], schema };
  const inner = [...shape.properties].flatMap(([name, [property]]) => {
    if (property === undefined) return [];
    const within = shapes.property(shape, name);
    return isObjectLike(within) && hasId(within) ? [{ tokens: [name], schema: property }] : [];
  });
  const named = (test: (name: string) => boolean) => inner.find(({ tokens: [name = ''] }) => test(name));
  return (
    named((name) => typeKey(name) === typeKey(about.type)) ??
    named((name) => WRAPPERS.includes(name.toLowerCase())) ??
    (idPathIn(shape, shapes, about) === undefined ? undefined : { tokens: [], schema }) ??
    (inner.length === 1 ? inner[0] : undefined)
  );
}

const isObjectLike = ({ types, properties }: SchemaShape): boolean =>
  properties.size > 0 && (types.size === 0 || types.has('object'));

/** Members that hold the items of a list in many descriptions. */
const LISTS = ['data', 'items', 'results', 'result', 'values', 'entries', 'records', 'list', 'value'];

/** Where the items of a list stand in a body; undefined where it holds no list of objects. */
export function listPlace(
  schema: Schema,
  shapes: SchemaShapes,
  about: { readonly operation: Operation; readonly word: string },
): Place | undefined {
  const declared = about.operation.behaviours.pagination?.items;
  if (declared?.in === 'body') {
    const tokens = parsePointer(declared.pointer);
    const whole = tokens.reduce((shape, token) => shapes.property(shape, token), shapes.of(schema));
    return listOf(whole, shapes, tokens);
  }
  const shape = shapes.of(schema);
  if (shape.types.has('array')) return listOf(shape, shapes, []);
  const inner = [...shape.properties.keys()].flatMap(
    (name) => listOf(shapes.property(shape, name), shapes, [name]) ?? [],
  );
  const named = (test: (name: string) => boolean) => inner.find(({ tokens: [name = ''] }) => test(name));
  return (
    named((name) => typeKey(name) === typeKey(about.word)) ??
    named((name) => LISTS.includes(name.toLowerCase())) ??
    (inner.length === 1 && isFrameOf(shape, inner[0]?.tokens[0]) ? inner[0] : undefined)
  );
}

/** What else stands beside the items of a list; a thing that holds a list of parts has more of its own. */
const ABOUT_LISTS =
  /total|count|page|limit|offset|start|index|next|prev|more|cursor|token|link|meta|url|href|self|kind|object|etag|size|success|status/i;

const isFrameOf = (shape: SchemaShape, list: string | undefined): boolean =>
  [...shape.properties.keys()].every((name) => name === list || ABOUT_LISTS.test(name));

function listOf(shape: SchemaShape, shapes: SchemaShapes, tokens: readonly string[]): Place | undefined {
  const [schema] = shape.items;
  if (!shape.types.has('array') || schema === undefined) return undefined;
  return isObjectLike(shapes.of(schema)) ? { tokens, schema } : undefined;
}

/** The response of a success, the likeliest first for what an operation does. */
export function successOf({ responses }: Operation, preferred: readonly string[] = []): Response | undefined {
  const successes = responses
    .filter(({ status }) => /^2/.test(status))
    .toSorted((one, other) => one.status.localeCompare(other.status));
  return successes.find(({ status }) => preferred.includes(status)) ?? successes[0];
}

/** Of several media types, the first that is JSON. */
export function jsonContent(content: readonly MediaType[]): MediaType | undefined {
  return content.find(({ mediaType }) => mediaKind(mediaType) === 'json');
}
