import type { Definitions, Schema, SchemaObject } from '@plumbline/json-schema';

/** A schema with its references followed; `true` where a reference leads nowhere. */
export function dereference(schema: Schema, definitions: Definitions): Schema {
  let current = schema;
  for (let hops = 0; hops < 32; hops += 1) {
    const name = typeof current === 'boolean' ? undefined : referenceName(current);
    if (name === undefined) return current;
    current = definition(name, definitions) ?? true;
  }
  return true;
}

const referencePrefix = '#/$defs/';

/** The name of the shared schema that a schema refers to; undefined where it refers to none. */
export function referenceName(schema: SchemaObject): string | undefined {
  const reference = schema.$ref;
  if (typeof reference !== 'string' || !reference.startsWith(referencePrefix)) return undefined;
  return unescapeToken(decodeFragment(reference.slice(referencePrefix.length)));
}

function decodeFragment(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function definition(name: string, definitions: Definitions): Schema | undefined {
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}

/** RFC 6901, section 3. */
export const escapeToken = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
