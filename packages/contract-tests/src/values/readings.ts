import type { Checks, Definitions, Schema } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { dereference } from '../plan/constraints.ts';
import { toText } from '../request/serialize-parameter.ts';

/**
 * What a server may rightly read in a text: `5` is a number and a text, `true` a boolean and a text. A text breaks
 * a schema for certain only when every reading does.
 */
export function readingsOf(text: string): readonly unknown[] {
  const readings: unknown[] = [text];
  if (/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text)) readings.push(Number(text));
  if (text === 'true' || text === 'false') readings.push(text === 'true');
  if (text === '' || text === 'null') readings.push(null);
  return readings;
}

/** Whether a broken value of a parameter is still broken after it has travelled as text. */
export function staysBroken(
  { checks, definitions }: { readonly checks: Checks; readonly definitions: Definitions },
  parameter: Parameter,
  value: unknown,
): boolean {
  const valid = (schema: Schema, reading: unknown): boolean => checks.compile(schema)(reading);
  if (parameter.mediaType !== undefined) return !valid(parameter.schema, value);
  if (admitsObject(dereference(parameter.schema, definitions))) return false; // exploded, it has no text of its own
  if (!Array.isArray(value)) {
    if (typeof value === 'object' && value !== null) return false;
    const text = toText(value);
    // A server may read one text as an array of one, and split it at the delimiter.
    return !readingsOf(text).some(
      (reading) => valid(parameter.schema, reading) || valid(parameter.schema, [reading]),
    );
  }
  if (value.length === 0) return false;
  // Where a text is legal too, the list may be read as one.
  const whole = value.map(toText).join(',');
  if (readingsOf(whole).some((reading) => valid(parameter.schema, reading))) return false;
  const schema = dereference(parameter.schema, definitions);
  const items = value.map((item) => closestReading(schema, toText(item), valid));
  return !items.some((item) => toText(item).includes(',')) && !valid(parameter.schema, items);
}

function admitsObject(schema: Schema): boolean {
  if (typeof schema === 'boolean') return schema;
  return schema.properties !== undefined || [schema.type].flat().includes('object');
}

/** The reading of an item that its schema allows, when there is one. */
function closestReading(
  schema: Schema,
  text: string,
  valid: (schema: Schema, reading: unknown) => boolean,
): unknown {
  const items = typeof schema === 'object' ? (schema.items as Schema | undefined) : undefined; // a schema by the model's reading
  return readingsOf(text).find((reading) => items === undefined || valid(items, reading)) ?? text;
}
