import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeFiles } from '../src/index.ts';
import { compile } from './compile.ts';
import { generate } from './generate.ts';

/** Below the package, so that the generated imports resolve. */
const folder = join(import.meta.dirname, 'generated', 'compiled');
afterAll(() => rm(folder, { recursive: true, force: true }));

const to = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const list = (name: string) => ({ type: 'array', items: to(name) });
const map = (name: string) => ({ type: 'object', additionalProperties: to(name) });

/** Schemas that refer to themselves where TypeScript looks at once. */
const schemas = {
  Json: { oneOf: [{ type: ['string', 'null'] }, list('Json'), map('Json')] },
  Tree: { type: 'object', properties: { name: { type: 'string' } }, oneOf: [list('Tree'), map('Tree')] },
  Even: { anyOf: [{ type: 'integer' }, list('Odd')] },
  Odd: { allOf: [list('Even'), { minItems: 1 }] },
  'A-Pair': { type: 'array', prefixItems: [to('A-Pair'), { type: 'string' }] },
  A_Pair: { type: 'array', items: to('A_Pair') },
  Void: { anyOf: [to('Void'), { type: 'string' }] },
  Ping: { allOf: [to('Pong')] },
  Pong: { anyOf: [to('Ping'), { type: 'object', properties: { ping: to('Ping') } }] },
  Plain: { type: 'object', properties: { self: to('Plain') } },
  Failure: { type: ['object', 'null'], properties: { code: { type: 'string' } } },
  /** Demands a property of what may also be null. */
  Cause: { allOf: [to('Failure'), { type: 'object' }], required: ['code'] },
};

const use = `import type { components } from './types.ts';
type Json = components['schemas']['Json'];
export const json: Json = [null, { a: ['b'] }];
// @ts-expect-error: numbers are not among them
export const broken: Json = [{ a: [1] }];
export const codeOf = (cause: components['schemas']['Cause']): string => cause.code;
`;

describe('types that TypeScript looks into at once', () => {
  test('compile, and keep what they say', {
    timeout: 60_000,
  }, async () => {
    const { files } = await generate({
      openapi: '3.1.1',
      info: { title: 'T', version: '1' },
      paths: {},
      components: { schemas },
    });
    await writeFiles(folder, files);
    await writeFile(join(folder, 'use.ts'), use);
    const { errors, files: read } = await compile('test/compiled.tsconfig.json');
    expect(errors).toEqual([]);
    expect(read.some((path) => path.endsWith('compiled/use.ts'))).toBe(true);
  });

  test('are left alone where a schema refers to itself in the members of an object', async () => {
    const { text } = await generate({
      openapi: '3.1.1',
      info: { title: 'T', version: '1' },
      paths: {},
      components: { schemas: { Plain: schemas.Plain, Json: schemas.Json } },
    });
    expect(text('types.ts')).toContain('self?: components["schemas"]["Plain"]');
    expect(text('types.ts')).not.toContain('Recursive_Plain');
    expect(text('types.ts')).toContain('Json: Recursive_Json;');
  });
});
