import type { ValueShape } from '../../contract.ts';
import { toPointerToken } from '../json-pointer.ts';
import { QueryString } from '../parameters/query-string.ts';
import { toProperty } from '../parameters/read-parameter.ts';
import { Broken } from '../parameters/read-result.ts';
import {
  admitsPrimitive,
  itemShape,
  propertyShape,
  structureOf,
  toObject,
  toPrimitive,
} from '../parameters/value-shape.ts';
import { type FieldError, frameProblem } from '../problem.ts';
import { gatherFields, readGathered } from './bracket-fields.ts';
import { hasBadCharacter } from './strict-json.ts';

export interface FormBody {
  readonly value: Record<string, unknown>;
  /** The value as its schema sees it: a file stands there as a string of as many characters as it has bytes. */
  readonly checked: Record<string, unknown>;
}

const ANY_OBJECT: ValueShape = { types: ['object'] };

/** `application/x-www-form-urlencoded`: fields as an object, each read by its property's shape; `a[b]=c` is a member of `a`. */
export function readUrlencodedBody(text: string, shape: ValueShape = ANY_OBJECT): FormBody {
  const form = new QueryString(text);
  if (form.hasBrokenName) throw malformed('A name in the form is not percent-encoded UTF-8.');
  const pairs: [string, unknown][] = [];
  const errors: FieldError[] = [];
  for (const [name, field] of gatherFields(form.values, shape)) {
    const value = readGathered(field, propertyShape(shape, name), readField);
    if (value instanceof Broken) errors.push(value.at(`/${toPointerToken(name)}`));
    else pairs.push([name, value]);
  }
  if (errors.length > 0) {
    throw frameProblem('validation-failed', 'The form has a value that cannot be read; see errors.', {
      errors,
    });
  }
  const value = toObject(pairs);
  if (value === undefined) throw malformed('The name "__proto__" is not allowed.');
  return { value, checked: value };
}

/** A field, or an item of one, with an object's shape is JSON, as forms write objects (OpenAPI 3.1.1, section 4.8.15). */
function readField(texts: readonly string[], shape: ValueShape): unknown {
  if (structureOf(shape) === 'object') return readJson(texts);
  const isListOfObjects = structureOf(shape) === 'array' && structureOf(itemShape(shape)) === 'object';
  if (!isListOfObjects) return toProperty(texts, shape);
  const items = texts.map((text) => readJson([text]));
  // `type: [string, array]`, sent as no list: what is no object is the text itself.
  if (texts.length === 1 && admitsPrimitive(shape) && typeof items[0] !== 'object')
    return toProperty(texts, shape);
  return items.find((item) => item instanceof Broken) ?? items;
}

function readJson(texts: readonly string[]): unknown {
  const text = toProperty(texts, { types: ['string'] });
  return typeof text === 'string' ? parsedOr(text) : text;
}

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** `multipart/form-data`: text fields by their shape, files as `File`. The bytes are bounded already. */
export async function readMultipartBody(
  bytes: Uint8Array<ArrayBuffer>,
  contentType: string,
  shape: ValueShape = ANY_OBJECT,
): Promise<FormBody> {
  const form = await toFormData(bytes, contentType);
  const names = [...new Set(form.keys())];
  const entries = names.map((name) => [name, form.getAll(name)] as const);
  const value = toObject(
    entries.map(([name, parts]) => [name, toPartsValue(parts, propertyShape(shape, name), (file) => file)]),
  );
  const checked = toObject(
    entries.map(([name, parts]) => [name, toPartsValue(parts, propertyShape(shape, name), standIn)]),
  );
  if (value === undefined || checked === undefined) throw malformed('The name "__proto__" is not allowed.');
  return { value, checked };
}

async function toFormData(bytes: Uint8Array<ArrayBuffer>, contentType: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  } catch {
    throw malformed('The body is not well-formed multipart/form-data.');
  }
}

function toPartsValue(
  parts: readonly (string | File)[],
  shape: ValueShape,
  toFile: (file: File) => unknown,
): unknown {
  const isList = structureOf(shape) === 'array';
  const itemsShape = isList ? (shape.items ?? ANY_OBJECT) : shape;
  const values = parts.map((part) =>
    typeof part === 'string' ? toPartValue(part, itemsShape) : toFile(part),
  );
  return isList || values.length > 1 ? values : values[0];
}

function toPartValue(text: string, shape: ValueShape): unknown {
  if (hasBadCharacter(text)) throw malformed('A text of the form has a NUL character.');
  return structureOf(shape) === 'object' ? parsedOr(text) : toPrimitive(text, shape);
}

function standIn(file: File): string {
  return ' '.repeat(file.size);
}

function malformed(detail: string): Error {
  return frameProblem('malformed-body', detail);
}
