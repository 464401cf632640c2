import type { SpecVersion } from '@redocly/openapi-core';
import { isObject } from '../json-object.ts';
import { LoadError, type LoadRule } from './load-problem.ts';

/** The versions of OpenAPI that are read, and the name Redocly's tables have for each. */
const versions: readonly (readonly [pattern: RegExp, types: SpecVersion])[] = [
  [/^3\.0\.\d+(?:-.+)?$/, 'oas3_0'],
  [/^3\.1\.\d+(?:-.+)?$/, 'oas3_1'],
  [/^3\.2\.\d+(?:-.+)?$/, 'oas3_2'],
];

/**
 * The version a root document says it is written in.
 * @throws {LoadError} when it is not an OpenAPI description of a version that is read
 */
export function specVersion(root: unknown, file: string): { version: string; types: SpecVersion } {
  if (root === undefined || root === null) fail('document-empty', file, 'The document is empty.');
  if (!isObject(root)) fail('document-not-openapi', file, `The document is ${kindOf(root)}, not an object.`);
  const { openapi } = root;
  if (openapi === undefined) refuseOther(root, file);
  const types = versions.find(([pattern]) => typeof openapi === 'string' && pattern.test(openapi))?.[1];
  if (types === undefined || typeof openapi !== 'string') {
    return fail(
      'openapi-version',
      file,
      `\`openapi\` is ${JSON.stringify(openapi)}, which is no version that is read.`,
      '/openapi',
    );
  }
  return { version: openapi, types };
}

function refuseOther(root: Readonly<Record<string, unknown>>, file: string): never {
  if (root.swagger !== undefined) {
    const message = `The document is written in Swagger ${String(root.swagger)}, which is not read.`;
    fail('openapi-version', file, message, '/swagger');
  }
  for (const name of ['asyncapi', 'arazzo', 'overlay', 'openrpc']) {
    if (root[name] !== undefined)
      fail('document-not-openapi', file, `The document is of the kind \`${name}\`.`, `/${name}`);
  }
  fail('document-not-openapi', file, 'The document does not say `openapi`, so it is no OpenAPI description.');
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  return `a ${typeof value}`;
}

function fail(rule: LoadRule, file: string, message: string, pointer = ''): never {
  throw new LoadError({ rule, message, place: { file, pointer } });
}
