import type { Operation } from '@plumbline/openapi';
import { lookUp } from '../../answer/pointer.ts';
import { isObject, type JsonObject } from '../../json.ts';
import { itemPlace, jsonContent, successOf } from '../places.ts';
import type { Resources } from '../resources.ts';
import type { Table } from '../tables.ts';

/** As the answer to this very operation shows a new one, with what only reading shows. Made when it is first needed. */
export function sampleValue(table: Table, operation: Operation, resources: Resources): () => JsonObject {
  let sample: JsonObject | undefined;
  return () => {
    sample ??= makeSample(table, operation, resources);
    return sample;
  };
}

function makeSample(table: Table, operation: Operation, { seeds, tables }: Resources): JsonObject {
  const content = jsonContent(successOf(operation, ['201'])?.content ?? []);
  const place = content?.schema === undefined ? undefined : itemPlace(content.schema, tables.shapes, table);
  const shown = content && place && lookUp(seeds.staticBody(operation, content), place.tokens);
  const [first = {}] = seeds.valuesOf(table);
  if (!isObject(shown)) return first;
  // What an author wrote of another answer says more than what is made for this one.
  return content && content.examples.length > 0 ? { ...first, ...shown } : { ...shown, ...first };
}
