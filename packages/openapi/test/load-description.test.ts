import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  type Description,
  defaultLimits,
  type LoadOptions,
  loadDescription,
  toBundle,
} from '../src/index.ts';
import { readDescription } from '../src/load/read-description.ts';
import { withPart, withSchemas, writeFolder } from './description-folder.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));

async function load(file: string, options?: LoadOptions): Promise<Description> {
  const result = await loadDescription(file, options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.description;
}

describe('a description over several files', () => {
  const loading = load(fixture('bookshop/openapi.yaml'));

  it('becomes one document with references inside itself only', async () => {
    const description = await loading;
    expect(description.version).toBe('3.2.0');
    expect(description.diagnostics).toEqual([]);
    expect(description.files.map((file) => path.basename(file))).toContain('Author.yaml');
    const references = JSON.stringify(description.document).match(/"\$ref":"[^"]*"/g) ?? [];
    expect(references.length).toBeGreaterThan(5);
    expect(references.filter((reference) => !reference.startsWith('"$ref":"#/components/'))).toEqual([]);
    expect(description.document).toMatchObject({
      info: { description: '# Bookshop\n\nSells books.\n' },
      paths: {
        '/books': { query: { operationId: 'searchBooks' } },
        '/books/{isbn}': {
          parameters: [{ $ref: '#/components/parameters/isbn' }],
          get: {
            responses: {
              200: { content: { 'application/json': { examples: { dune: { value: { title: 'Dune' } } } } } },
            },
          },
        },
      },
      components: { schemas: { Book: { properties: { author: { $ref: '#/components/schemas/Author' } } } } },
    });
  });

  it('leads from any place in the bundle back to the line its author wrote', async () => {
    const description = await loading;
    const lineOf = (pointer: string) => {
      const { file, line, column } = description.locate(description.sourceOf(pointer));
      return `${path.basename(file)}:${line}:${column}`;
    };
    expect(lineOf('')).toBe('openapi.yaml:1:1');
    expect(lineOf('/paths/~1books/query/operationId')).toBe('books.yaml:2:16');
    expect(lineOf('/paths/~1books~1{isbn}/get/responses/200')).toBe('book by isbn.yaml:7:5');
    expect(
      lineOf('/paths/~1books~1{isbn}/get/responses/200/content/application~1json/examples/dune/value/title'),
    ).toBe('dune.json:1:37');
    expect(lineOf('/components/schemas/Book/properties/author')).toBe('Book.yaml:8:3');
    expect(lineOf('/components/schemas/Author/properties/books/items')).toBe('Author.yaml:6:5');
    expect(lineOf('/components/schemas/Problem/properties/type/type')).toBe('problem.json:6:27');
    expect(lineOf('/info/description')).toBe('intro.md:1:1');
  });

  it('gives the same bundle each time, in JSON and YAML alike', async () => {
    const one = await loading;
    const other = await load(fixture('bookshop/openapi.yaml'));
    expect(toBundle(one, 'json')).toBe(toBundle(other, 'json'));
    const folder = writeFolder({
      'bundle.yaml': toBundle(one, 'yaml'),
      'bundle.json': toBundle(one, 'json'),
    });
    for (const name of ['bundle.yaml', 'bundle.json']) {
      const again = await readDescription(path.join(folder, name), { limits: defaultLimits });
      expect(again).toMatchObject({ ok: true, findings: [], bundle: { document: one.document } });
    }
  });
});

describe('foreign descriptions', () => {
  it.each([
    [
      'petstore-expanded.yaml',
      '3.0.0',
      '/components/schemas/NewPet/properties/name',
      'petstore-expanded.yaml:143:9',
    ],
    ['schema-circular.json', '3.0.3', '/info/title', 'schema-circular.json:4:14'],
    ['webhooks.json', '3.1.0', '/webhooks/newPet/post', 'webhooks.json:29:7'],
    ['security-3.1.yaml', '3.1.0', '/info/title', 'security-3.1.yaml:4:10'],
  ])('%s is read without a finding, and its places are known', async (name, version, pointer, place) => {
    const result = await readDescription(fixture(`foreign/${name}`), { limits: defaultLimits });
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    expect(result.loaded.version).toBe(version);
    expect(result.findings).toEqual([]);
    const { file, line, column } = result.loaded.locate(result.loaded.sourceOf(pointer));
    expect(`${path.basename(file)}:${line}:${column}`).toBe(place);
  });
});

describe('the thread that loads', () => {
  it('is ended at its deadline, with one diagnostic', async () => {
    const folder = writeFolder({ 'openapi.yaml': withPart('') });
    const result = await loadDescription(path.join(folder, 'openapi.yaml'), { limits: { milliseconds: 1 } });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        { rule: 'limit-time', place: { file: path.join(folder, 'openapi.yaml'), line: 1, column: 1 } },
      ],
    });
  });

  it('is ended at the deadline of lint, too', async () => {
    const folder = writeFolder({ 'openapi.yaml': withPart('') });
    const result = await loadDescription(path.join(folder, 'openapi.yaml'), {
      lint: {},
      limits: { lintMilliseconds: 1 },
    });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'limit-time', message: expect.stringContaining('linted') }],
    });
  });

  it('lints what it has read, in the same pass', async () => {
    const folder = writeFolder({ 'openapi.yaml': withPart('x-a: { b: 1, b: 2 }\n') });
    const { diagnostics } = await load(path.join(folder, 'openapi.yaml'), { lint: {} });
    const rules = diagnostics.map(({ rule }) => rule);
    expect(rules).toContain('key-duplicate');
    expect(rules.filter((rule) => rule.startsWith('redocly/'))).not.toEqual([]);
    expect(diagnostics.filter(({ place }) => place.line === undefined)).toEqual([]);
  });

  it('may run out of memory without taking the process with it', async () => {
    const schemas = Array.from(
      { length: 60_000 },
      (_, index) => `    S${index}: { type: object, properties: { a: { type: string } } }\n`,
    ).join('');
    const folder = writeFolder({ 'openapi.yaml': withSchemas(schemas) });
    const result = await loadDescription(path.join(folder, 'openapi.yaml'), { limits: { heapMiB: 40 } });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'limit-memory' }] });
  });

  it('tells what is wrong with a file that it could not read, and where', async () => {
    const folder = writeFolder({
      'openapi.yaml': withSchemas('    A: { $ref: a.yaml }\n'),
      'a.yaml': 'a: [1\nb: 2\n',
    });
    const result = await loadDescription(path.join(folder, 'openapi.yaml'));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [
        {
          rule: 'syntax',
          place: { file: path.join(folder, 'a.yaml'), line: 2 },
          related: [{ file: path.join(folder, 'openapi.yaml'), line: 6, column: 16 }],
        },
      ],
    });
    expect(result.ok || result.textOf(path.join(folder, 'a.yaml'))).toBe('a: [1\nb: 2\n');
  });

  it('is told of a root folder that does not hold the description', async () => {
    const folder = writeFolder({ 'openapi.yaml': withPart(''), 'other/x.yaml': '' });
    const loading = loadDescription(path.join(folder, 'openapi.yaml'), {
      rootFolder: path.join(folder, 'other'),
    });
    await expect(loading).rejects.toThrow(RangeError);
  });

  it('refuses limits that limit nothing', async () => {
    await expect(loadDescription('openapi.yaml', { limits: { depth: 0 } })).rejects.toThrow(RangeError);
  });

  it('D52 reads 60,000 schemas, 10,000 paths and one line of 10 MB within its limits', {
    timeout: 60_000,
  }, async () => {
    const schema = { type: 'object', properties: { name: { type: 'string', description: 'x'.repeat(150) } } };
    const schemas = Object.fromEntries(
      Array.from({ length: 60_000 }, (_, index) => [`Schema${index}`, schema]),
    );
    const item = { get: { responses: { 200: { description: 'Done.' } } } };
    const paths = Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`/path-${index}`, item]));
    const folder = writeFolder({});
    const file = path.join(folder, 'large.json');
    writeFileSync(file, JSON.stringify({ openapi: '3.1.1', paths, components: { schemas } }));
    const description = await load(file, { limits: { milliseconds: 50_000 } });
    expect(description.diagnostics).toEqual([]);
    expect(description.locate(description.sourceOf('/components/schemas/Schema59999')).line).toBe(1);
  });
});
