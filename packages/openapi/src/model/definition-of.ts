import type { Definitions, Schema } from '@plumbline/json-schema';
import { decodeToken } from '@plumbline/json-schema/json-pointer';

/**
 * The shared schema that a `$ref` of the form `#/$defs/<name>` names, the name written as in a URI
 * fragment (RFC 6901, section 6). `undefined` for any other value and for a name that is not defined.
 */
export function definitionOf(reference: unknown, definitions: Definitions): Schema | undefined {
  const token = typeof reference === 'string' ? /^#\/\$defs\/([^/]+)$/.exec(reference)?.[1] : undefined;
  if (token === undefined) return undefined;
  const name = decodeToken(token);
  return Object.hasOwn(definitions, name) ? definitions[name] : undefined;
}
