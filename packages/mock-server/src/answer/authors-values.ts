import type { Definitions, Schema } from '@plumbline/json-schema';
import { definitionOf } from '@plumbline/openapi';
import { asList, isObject, member } from '../json.ts';

/** Schemas nest no deeper in a value that anybody reads. */
const MAX_DEPTH = 32;

/**
 * A made value with the values that the author wrote into the schema (`examples`, `default`) wherever there are
 * some, as in Prism's static answers. It may not be valid: single examples need not fit together.
 */
export function withAuthorsValues(
  made: unknown,
  schema: Schema,
  definitions: Definitions,
  depth = 0,
): unknown {
  const parts = partsOf(schema, definitions);
  const written = parts.flatMap(writtenValues)[0];
  if (written) return written.value;
  if (depth >= MAX_DEPTH) return made;
  const below = (value: unknown, inner: readonly unknown[]): unknown => {
    const found = inner.find((one): one is Schema => typeof one === 'boolean' || isObject(one));
    return found === undefined ? value : withAuthorsValues(value, found, definitions, depth + 1);
  };
  if (Array.isArray(made)) {
    const items = parts.map((part) => member(part, 'items'));
    return made.map((item) => below(item, items));
  }
  if (!isObject(made)) return made;
  return Object.fromEntries(
    Object.entries(made).map(([name, value]) => [
      name,
      below(
        value,
        parts.map((part) => member(member(part, 'properties'), name)),
      ),
    ]),
  );
}

function writtenValues(part: unknown): readonly { readonly value: unknown }[] {
  const [example] = asList(member(part, 'examples'));
  const values = [example, member(part, 'example'), member(part, 'default')];
  return values.filter((value) => value !== undefined).map((value) => ({ value }));
}

/** The schema with what it refers to and what it is all of; alternatives may not be those of the value. */
function partsOf(schema: Schema, definitions: Definitions): readonly unknown[] {
  const parts = new Set<unknown>([schema]);
  // A set's iteration also visits what is added to it meanwhile.
  for (const part of parts) {
    const target = definitionOf(member(part, '$ref'), definitions);
    for (const next of [target, ...asList(member(part, 'allOf'))]) if (isObject(next)) parts.add(next);
  }
  return [...parts];
}
