import { formatPointer } from '../json-pointer.ts';

/**
 * The JSON Pointer of a JSONPath that only walks down by name: `$.data.next` is `/data/next`, `$` is
 * `''`. Anything that selects or computes gives `undefined`; nothing here is evaluated.
 */
export function pointerOfPath(path: string): string | undefined {
  const match = /^\$((?:\.[\w-]+|\['[^'\]]*'\])*)$/.exec(path);
  if (!match) return undefined;
  const tokens = [...(match[1] ?? '').matchAll(/\.([\w-]+)|\['([^'\]]*)'\]/g)];
  return formatPointer(tokens.map(([, name, quoted]) => name ?? quoted ?? ''));
}
