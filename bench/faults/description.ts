import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The description of the hand-written API. */
export const descriptionFile = fileURLToPath(
  new URL('../../packages/contract-tests/test/fixtures/shelf/openapi.yaml', import.meta.url),
);

/** What was changed in the older copy, for whoever reads the comparison. */
export const olderCopyIs =
  'a copy in OpenAPI 3.0 with an example for each id, without the optional Idempotency-Key and without `DELETE /members/me`, which would take the caller his access';

type Json = Readonly<Record<string, unknown>>;

/** Writes a copy of the description for tools that read OpenAPI 3.0 and send every operation once. */
export async function writeOlderCopy(file: string): Promise<void> {
  const document: unknown = parse(await readFile(descriptionFile, 'utf8'));
  const older = asObject(toOlder(document, ''));
  const { '/members/me': _, ...paths } = asObject(older.paths);
  await writeFile(file, JSON.stringify({ ...older, openapi: '3.0.3', paths }, null, 2));
}

/** The first book of a new shelf. */
const bookId = '00000000-0000-4000-8000-000000000001';
const keyHeader = /^Idempotency-/;

function toOlder(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.filter((item) => !isKey(item)).map((item) => toOlder(item, ''));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(
    ([key]) => !key.startsWith('x-contract-') && !keyHeader.test(key),
  );
  const older = Object.fromEntries(
    entries.map(([key, part]) => [key, isScopes(key, part) ? [] : toOlder(part, key)]),
  );
  if (name !== 'properties' && Array.isArray(older.type)) return asNullable(older);
  return older.in === 'path' ? { ...older, example: bookId } : older;
}

/** OpenAPI 3.0, section "Security Requirement Object": only OAuth2 and OpenID Connect may name scopes. */
const isScopes = (key: string, value: unknown): boolean => key === 'token' && Array.isArray(value);

const isKey = (value: unknown): boolean => asObject(value).$ref === '#/components/parameters/IdempotencyKey';

const asNullable = (schema: Json): Json => ({
  ...schema,
  type: Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type,
  nullable: true,
});

function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}; // an object has string keys
}
