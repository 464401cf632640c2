import type { Schema } from '@plumbline/json-schema';
import type { Header, Response } from '@plumbline/openapi';
import { dereference } from '../plan/constraints.ts';
import type { Answer } from '../run/exchange-record.ts';
import { parseJson } from '../values/json.ts';
import { readingsOf } from '../values/readings.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';
import { broken, kept, type Observation } from './observation.ts';

/** Holds the headers of an answer against the response that declares its status. */
export function checkHeaders(
  bench: Workbench,
  response: Response,
  { headers }: Answer,
): readonly Observation[] {
  return response.headers.flatMap((header) => {
    const text = headers.get(header.name);
    const parts = [response.status, header.name];
    if (text !== null) return [checkValue(bench, header, { text, parts })];
    if (!header.required) return [];
    return [broken('R.header', parts, { expected: `the header ${header.name}`, received: 'none' })];
  });
}

function checkValue(
  bench: Workbench,
  header: Header,
  { text, parts }: { readonly text: string; readonly parts: readonly string[] },
): Observation {
  const check = tryCompile(bench.responses, header.schema);
  if (!check)
    return { kind: 'R.header', parts, outcome: 'open', reason: 'unsupported', detail: 'its schema' };
  if (headerReadings(bench, header, text).some((reading) => check(reading)))
    return kept('R.header', ...parts);
  return broken('R.header', parts, {
    expected: `a value of ${header.name} that is valid against its schema`,
    received: `\`${text}\``,
  });
}

/** What the text of a header may be read as (style `simple`: OpenAPI 3.1.1, section 4.8.21). */
function headerReadings(bench: Workbench, header: Header, text: string): readonly unknown[] {
  if (header.mediaType !== undefined) {
    const json = parseJson(text);
    return json ? [json.value, text] : [text];
  }
  const schema = dereference(header.schema, bench.definitions);
  if (typeof schema === 'boolean') return [text];
  const pieces = text.split(',').map((piece) => piece.trim());
  if (schema.type === 'array') return [pieces.map((piece) => readItem(bench, schema.items, piece))];
  return readingsOf(text);
}

function readItem(bench: Workbench, items: unknown, text: string): unknown {
  const isSchema = typeof items === 'object' && items !== null && !Array.isArray(items);
  const check = isSchema ? tryCompile(bench.responses, items as Schema) : undefined; // an object under `items` is a schema
  return readingsOf(text).find((reading) => check?.(reading) ?? true) ?? text;
}
