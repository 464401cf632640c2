import { toPointer } from '@plumbline/json-schema/json-pointer';

/**
 * The JSON Pointer of a JSONPath that only walks down by name: `$.data.next` is `/data/next`, `$` is
 * `''`. Anything that selects or computes gives `undefined`; nothing here is evaluated.
 */
export function pointerOfPath(path: string): string | undefined {
  const match = /^\$((?:\.[\w-]+|\['[^'\]]*'\])*)$/.exec(path);
  if (!match) return undefined;
  const tokens = [...(match[1] ?? '').matchAll(/\.([\w-]+)|\['([^'\]]*)'\]/g)];
  return toPointer(tokens.map(([, name, quoted]) => name ?? quoted ?? ''));
}
