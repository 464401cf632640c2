import type { Definitions, Schema } from '@plumbline/json-schema';
import { definitionOf } from '@plumbline/openapi';
import { asList, isObject, member } from '../json.ts';

/** Values nest no deeper in what anybody sends. */
const MAX_STEPS = 64;

/**
 * Where in a schema a part of a value is described, as the `schemaPath` of a problem would name it: references start
 * anew at `/$defs/<name>`. Goes as far as the schema says something by its own words.
 * @param tokens of a JSON Pointer into the value
 */
export function schemaPathOf(schema: Schema, tokens: readonly string[], definitions: Definitions): string {
  let at: Place = { schema, path: '' };
  for (const token of tokens.slice(0, MAX_STEPS)) {
    const next = alternatives(at, definitions)
      .map((one) => step(one, token))
      .find((found) => found !== undefined);
    if (!next) break;
    at = next;
  }
  return dereferenced(at, definitions).path;
}

interface Place {
  readonly schema: unknown;
  readonly path: string;
}

/** The schema itself with what it refers to and what it is composed of, the nearest first. */
function alternatives(start: Place, definitions: Definitions): readonly Place[] {
  const places = [start];
  const seen = new Set<unknown>();
  // Grows while it is gone through; each schema is looked at once.
  for (const place of places) {
    const { schema, path } = dereferenced(place, definitions);
    if (seen.has(schema)) continue;
    seen.add(schema);
    if (schema !== place.schema) places.push({ schema, path });
    for (const keyword of ['allOf', 'oneOf', 'anyOf']) {
      for (const [index, branch] of asList(member(schema, keyword)).entries()) {
        places.push({ schema: branch, path: `${path}/${keyword}/${index}` });
      }
    }
  }
  return places;
}

function dereferenced(place: Place, definitions: Definitions): Place {
  const reference = member(place.schema, '$ref');
  const target = definitionOf(reference, definitions);
  const name = typeof reference === 'string' ? reference.slice('#/$defs/'.length) : '';
  return isObject(target) ? { schema: target, path: `/$defs/${name}` } : place;
}

function step({ schema, path }: Place, token: string): Place | undefined {
  const property = member(member(schema, 'properties'), token);
  if (property !== undefined) {
    const escaped = token.replaceAll('~', '~0').replaceAll('/', '~1');
    return { schema: property, path: `${path}/properties/${escaped}` };
  }
  const items = /^\d+$/.test(token) ? member(schema, 'items') : undefined;
  return items === undefined ? undefined : { schema: items, path: `${path}/items` };
}
