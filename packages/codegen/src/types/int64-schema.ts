import { own } from '../document-node.ts';

/**
 * Whether a schema describes an integer of 64 bits (OpenAPI Format Registry: `int64`, `uint64`). Where all values are
 * listed they are known, and stay numbers.
 */
export function isInt64(schema: unknown): boolean {
  const format = own(schema, 'format');
  if (format !== 'int64' && format !== 'uint64') return false;
  const types = [own(schema, 'type')].flat();
  return types.includes('integer') && own(schema, 'enum') === undefined && own(schema, 'const') === undefined;
}
