import { isObject, type JsonObject, member } from '../json.ts';
import { mergePatch, timeKind, timeValue, withoutId } from './item-values.ts';
import { firstOf, type SchemaShape, type SchemaShapes, says } from './schema-shapes.ts';

/** What a write is read by. */
export interface Writing {
  readonly shapes: SchemaShapes;
  /** Of what the request may say of the item. */
  readonly request: SchemaShape;
  /** Of the item as it is answered. */
  readonly answer: SchemaShape;
  readonly idName: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The members of a body that a client may write: those for reading only change nothing (OpenAPI 3.1.1, readOnly). */
export function writable(
  sent: JsonObject,
  { request, shapes }: Pick<Writing, 'request' | 'shapes'>,
): JsonObject {
  return Object.fromEntries(
    Object.entries(sent).filter(([name]) => !says(shapes.property(request, name), 'readOnly')),
  );
}

/** A new item: what was sent, the defaults of what was not, and what a server adds, as another item shows it. */
export function newValue(sent: JsonObject, sample: JsonObject, writing: Writing): JsonObject {
  const { answer, request, shapes } = writing;
  const body = writable(sent, writing);
  const names = new Set([...answer.properties.keys(), ...Object.keys(body), ...request.properties.keys()]);
  const members = [...names].flatMap((name): [string, unknown][] => {
    const inner = {
      ...writing,
      request: shapes.property(request, name),
      answer: shapes.property(answer, name),
    };
    const value = Object.hasOwn(body, name)
      ? completed(body[name], inner, sample[name], MAX_DEPTH)
      : unsent(name, sample, {
          ...inner,
          isRequired: answer.required.has(name),
          isAsked: request.properties.has(name),
        });
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}

const MAX_DEPTH = 6;

/**
 * What was sent, with the declared defaults of what it leaves out further in, and what a server adds there as a sample
 * of it has it.
 */
function completed(value: unknown, writing: Writing, sample: unknown, depth: number): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return completedItems(value, writing, sample, depth);
  if (!isObject(value)) return value;
  const { request, answer, shapes } = writing;
  const names = new Set([...Object.keys(value), ...request.properties.keys(), ...answer.required]);
  const members = [...names].flatMap((name): [string, unknown][] => {
    const inner = {
      ...writing,
      request: shapes.property(request, name),
      answer: shapes.property(answer, name),
    };
    const shown = member(sample, name);
    if (Object.hasOwn(value, name)) return [[name, completed(value[name], inner, shown, depth - 1)]];
    const byDefault = firstOf(inner.request, 'default');
    if (byDefault !== undefined) return [[name, byDefault]];
    if (!answer.required.has(name)) return [];
    if (inner.answer.types.has('null') && request.properties.has(name)) return [[name, null]];
    return shown === undefined ? [] : [[name, shown]];
  });
  return Object.fromEntries(members);
}

function completedItems(
  items: readonly unknown[],
  writing: Writing,
  sample: unknown,
  depth: number,
): readonly unknown[] {
  const { request, answer, shapes } = writing;
  const inner = { ...writing, request: shapes.ofAll(request.items), answer: shapes.ofAll(answer.items) };
  const shown = Array.isArray(sample) ? sample : [];
  return items.map((item, index) => completed(item, inner, shown[index % (shown.length || 1)], depth - 1));
}

interface Unsent extends Writing {
  readonly isRequired: boolean;
  /** Whether the request might have said it. */
  readonly isAsked: boolean;
}

function unsent(name: string, sample: JsonObject, about: Unsent): unknown {
  const { request, answer, now, isRequired, isAsked } = about;
  if (timeKind(name) !== undefined) return timeValue(now, answer) ?? sample[name];
  const byDefault = firstOf(request, 'default') ?? (isAsked ? firstOf(answer, 'default') : undefined);
  if (byDefault !== undefined) return byDefault;
  if (isAsked) {
    if (answer.types.has('null') && isRequired) return null;
    return isRequired ? sample[name] : undefined;
  }
  return Object.hasOwn(sample, name) ? sample[name] : undefined;
}

/** The item with what a merge patch says of it (RFC 7396). */
export function patchedValue(value: JsonObject, sent: JsonObject, writing: Writing): JsonObject {
  const { answer, shapes } = writing;
  const isNullable = (path: readonly string[]): boolean =>
    path.reduce((shape, name) => shapes.property(shape, name), answer).types.has('null');
  const patched = mergePatch(value, withoutId(writable(sent, writing), writing.idName), isNullable);
  return withUpdate(isObject(patched) ? patched : value, writing);
}

/** The item as a PUT describes it; what only the server writes stays. */
export function replacedValue(value: JsonObject, sent: JsonObject, writing: Writing): JsonObject {
  const next = newValue(withoutId(sent, writing.idName), value, writing);
  const kept = Object.entries(value).filter(
    ([name]) =>
      name === writing.idName || timeKind(name) === 'created' || !writing.request.properties.has(name),
  );
  return withUpdate({ ...next, ...Object.fromEntries(kept) }, writing);
}

/** The item with the time of its last change set to now. */
export function withUpdate(
  value: JsonObject,
  { answer, shapes, now }: Omit<Writing, 'request' | 'idName'>,
): JsonObject {
  const times = Object.keys(value).flatMap((name): [string, unknown][] => {
    if (timeKind(name) !== 'updated') return [];
    const time = timeValue(now, shapes.property(answer, name));
    return time === undefined ? [] : [[name, time]];
  });
  return { ...value, ...Object.fromEntries(times) };
}
