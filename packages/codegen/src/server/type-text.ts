import { parseFragmentPointer } from '@plumbline/json-schema/json-pointer';
import { indexedAccess, stringLiteral } from '../escape.ts';
import type { TypeName, TypeSchema } from '../types/type-schema.ts';

const SCALARS: Readonly<Partial<Record<TypeName, string>>> = {
  string: 'string',
  number: 'number',
  integer: 'number',
  boolean: 'boolean',
  null: 'null',
};

/**
 * A schema's type as one reads it on hover: names and scalars are written out, everything larger
 * is its place in `types.ts`.
 * @param place the type's place in `types.ts`, for example `operations['listPets']['responses'][200]`
 */
export function typeText(schema: TypeSchema, place: string): string {
  return readableType(schema) ?? place;
}

function readableType(schema: TypeSchema): string | undefined {
  if (schema.$ref !== undefined) return referredType(schema.$ref);
  if (schema.isBigInt) return 'bigint';
  if (schema.isOther) return `(${schema.type} & {})`;
  if (schema.properties || schema.allOf || schema.oneOf || schema.prefixItems) return undefined;
  if ('const' in schema) return literalType(schema.const);
  if (schema.enum) return unionOf(schema.enum.map(literalType));
  if (schema.anyOf) return unionOf(schema.anyOf.map(readableType));
  const types = [schema.type].flat();
  return unionOf(
    types.map((type) => (type === 'array' ? listType(schema) : type && scalarType(type, schema))),
  );
}

function scalarType(type: TypeName, schema: TypeSchema): string | undefined {
  return type === 'string' && schema.format === 'binary' ? 'Blob' : SCALARS[type];
}

function listType(schema: TypeSchema): string | undefined {
  const item = schema.items && readableType(schema.items);
  return item === undefined ? undefined : `${item.includes('|') ? `(${item})` : item}[]`;
}

function referredType(reference: string): string | undefined {
  const [root, ...names] = parseFragmentPointer(reference) ?? [];
  return root === 'components' ? indexedAccess(root, ...names) : undefined;
}

/** Longer unions are read at their place. */
const MAX_MEMBERS = 12;

function unionOf(members: readonly (string | undefined)[]): string | undefined {
  if (members.length === 0 || members.length > MAX_MEMBERS) return undefined;
  return members.includes(undefined) ? undefined : [...new Set(members)].join(' | ');
}

function literalType(value: unknown): string | undefined {
  if (typeof value === 'string') return stringLiteral(value);
  const isScalar = value === null || typeof value === 'boolean' || Number.isFinite(value);
  return isScalar ? String(value) : undefined;
}
