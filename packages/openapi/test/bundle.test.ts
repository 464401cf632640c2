import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Files, read, told, withPart, withSchemas } from './description-folder.ts';

async function bundle(files: Files) {
  const result = await read(files);
  if (!result.ok) throw new Error(told(result).join('\n'));
  const sourceOf = (pointer: string) => {
    const place = result.loaded.sourceOf(pointer);
    return `${path.relative(result.folder, place.file)}#${place.pointer}`;
  };
  return { document: result.loaded.bundle, sourceOf, told: told(result) };
}

describe('component names', () => {
  it('come from the file, or from the node inside of it', async () => {
    const { document } = await bundle({
      'openapi.yaml': withPart(
        "x-keep: 1\ncomponents: { schemas: { All: { anyOf: [{ $ref: a/Website.yaml }, { $ref: 'lib.yaml#/$defs/Plan' }] } } }\n",
      ),
      'a/Website.yaml': 'type: string\n',
      'lib.yaml': '$defs: { Plan: { type: integer } }\n',
    });
    expect(document).toMatchObject({
      components: {
        schemas: {
          All: { anyOf: [{ $ref: '#/components/schemas/Website' }, { $ref: '#/components/schemas/Plan' }] },
          Website: { type: 'string' },
          Plan: { type: 'integer' },
        },
      },
    });
  });

  it('get a number when two different parts would share one, and one name when they are the same part', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas(
        '    A: { allOf: [{ $ref: one/Item.yaml }, { $ref: two/Item.yaml }, { $ref: ./one/../one/Item.yaml }] }\n    Item: { type: boolean }\n',
      ),
      'one/Item.yaml': 'type: string\n',
      'two/Item.yaml': 'type: integer\n',
    });
    expect(document.components).toEqual({
      schemas: {
        A: {
          allOf: [
            { $ref: '#/components/schemas/Item-2' },
            { $ref: '#/components/schemas/Item-3' },
            { $ref: '#/components/schemas/Item-2' },
          ],
        },
        Item: { type: 'boolean' },
        'Item-2': { type: 'string' },
        'Item-3': { type: 'integer' },
      },
    });
  });

  it('D21 are safe whatever the file or the node is called', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas(
        "    A: { allOf: [{ $ref: 'lib.yaml#/..~1..~1x' }, { $ref: 'lib.yaml#/ä%20b' }, { $ref: 'lib.yaml#/😀' }, { $ref: 'my file.yaml' }] }\n",
      ),
      'lib.yaml': "'../../x': { title: one }\n'ä b': { title: two }\n😀: { title: three }\n",
      'my file.yaml': 'title: four\n',
    });
    expect(document.components).toMatchObject({
      schemas: {
        '..-..-x': { title: 'one' },
        b: { title: 'two' },
        component: { title: 'three' },
        'my-file': { title: 'four' },
      },
    });
  });

  it('of the root stay, and an entry that is only a reference becomes what it names', async () => {
    const { document, sourceOf } = await bundle({
      'openapi.yaml': withSchemas(
        '    Site: { $ref: lib/Website.yaml }\n    Alias: { $ref: lib/Website.yaml }\n    User: { properties: { site: { $ref: lib/Website.yaml } } }\n',
      ),
      'lib/Website.yaml': 'type: object\n',
    });
    expect(document.components).toEqual({
      schemas: {
        Site: { type: 'object' },
        Alias: { $ref: '#/components/schemas/Site' },
        User: { properties: { site: { $ref: '#/components/schemas/Site' } } },
      },
    });
    expect(sourceOf('/components/schemas/Site/type')).toBe('lib/Website.yaml#/type');
    expect(sourceOf('/components/schemas/Alias/$ref')).toBe('openapi.yaml#/components/schemas/Alias/$ref');
  });
});

describe('references', () => {
  it('that go back to the root document point into it', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas("    A: { allOf: [{ $ref: b.yaml }] }\n    'C d': { type: string }\n"),
      'b.yaml': "properties: { c: { $ref: 'openapi.yaml#/components/schemas/C%20d' } }\n",
    });
    expect(document.components).toMatchObject({
      schemas: { b: { properties: { c: { $ref: '#/components/schemas/C%20d' } } } },
    });
  });

  it('keep what stands beside them', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas('    A: { properties: { b: { $ref: b.yaml, description: Beside } } }\n'),
      'b.yaml': 'type: string\n',
    });
    expect(document.components).toMatchObject({
      schemas: { A: { properties: { b: { $ref: '#/components/schemas/b', description: 'Beside' } } } },
    });
  });

  it('through a chain of files end at what the last one holds', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas('    A: { items: { $ref: one.yaml } }\n'),
      'one.yaml': '$ref: two.yaml\n',
      'two.yaml': '$ref: three.json\n',
      'three.json': '{"type":"string"}',
    });
    expect(document.components).toEqual({
      schemas: { A: { items: { $ref: '#/components/schemas/three' } }, three: { type: 'string' } },
    });
  });

  it('whose path goes through another reference find their way', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas(
        "    A: { $ref: a.yaml }\n    B: { not: { $ref: '#/components/schemas/A/properties/x/items' } }\n",
      ),
      'a.yaml': 'properties: { x: { $ref: x.yaml } }\n',
      'x.yaml': 'items: { type: string }\n',
    });
    expect(document.components).toMatchObject({
      schemas: { B: { not: { $ref: '#/components/schemas/items' } }, items: { type: 'string' } },
    });
  });

  it('at the root that lead nowhere leave the rest of the document', async () => {
    const { document, told } = await bundle({ 'openapi.yaml': withPart("$ref: '#'\n") });
    expect(told).toEqual(['ref-leads-nowhere openapi.yaml:4:7']);
    expect(document).toEqual({ openapi: '3.1.1', info: { title: 'Test', version: '1.0.0' }, paths: {} });
  });

  it('by the address that the root document gives itself in `$self` lead into it', async () => {
    const { document, told } = await bundle({
      'openapi.yaml':
        "openapi: 3.2.0\n$self: https://a.example/api.yaml\ncomponents: { schemas: { A: { items: { $ref: 'https://a.example/api.yaml#/components/schemas/B' } }, B: {} } }\n",
    });
    expect(told).toEqual([]);
    expect(document.components).toEqual({
      schemas: { A: { items: { $ref: '#/components/schemas/B' } }, B: {} },
    });
  });

  it('to anchors of another file are followed', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas("    A: { items: { $ref: 'lib.yaml#thing' } }\n"),
      'lib.yaml': '$defs: { Thing: { $anchor: thing, type: string } }\n',
    });
    expect(document.components).toMatchObject({
      schemas: { A: { items: { $ref: '#/components/schemas/Thing' } }, Thing: { type: 'string' } },
    });
  });

  it('in a discriminator are rewritten, names are not', async () => {
    const { document } = await bundle({
      'openapi.yaml': withSchemas(
        '    A: { discriminator: { propertyName: kind, mapping: { dog: ./Dog.yaml, cat: Cat } } }\n    Cat: {}\n',
      ),
      'Dog.yaml': 'type: object\n',
    });
    expect(document.components).toMatchObject({
      schemas: {
        A: { discriminator: { mapping: { dog: '#/components/schemas/Dog', cat: 'Cat' } } },
        Dog: { type: 'object' },
      },
    });
  });

  it('are only followed where they are references, not in data', async () => {
    const schemas =
      '    A: { enum: [{ $ref: gone.yaml }], const: { $ref: gone.yaml }, default: { $ref: gone.yaml }, properties: { $ref: { type: string } } }\n';
    const example = 'components: { examples: { E: { value: { $ref: gone.yaml } } } }\n';
    expect((await bundle({ 'openapi.yaml': withSchemas(schemas) })).told).toEqual([]);
    expect((await bundle({ 'openapi.yaml': withPart(example) })).told).toEqual([]);
  });

  it('to a path item stand in its place, with keys beside them winning', async () => {
    const { document, sourceOf } = await bundle({
      'openapi.yaml': 'openapi: 3.1.1\npaths:\n  /a: { $ref: a.yaml, summary: Mine }\n',
      'a.yaml': 'summary: Theirs\nget: { responses: {} }\n',
    });
    expect(document.paths).toEqual({ '/a': { summary: 'Mine', get: { responses: {} } } });
    expect(sourceOf('/paths/~1a/summary')).toBe('openapi.yaml#/paths/~1a/summary');
    expect(sourceOf('/paths/~1a/get/responses')).toBe('a.yaml#/get/responses');
  });

  it('that put a path item inside of itself end at a reference to the outer one', async () => {
    const { document } = await bundle({
      'openapi.yaml': 'openapi: 3.1.1\npaths:\n  /a: { $ref: a.yaml }\n',
      'a.yaml': "post: { callbacks: { done: { '{$request.body#/url}': { $ref: a.yaml } } } }\n",
    });
    expect(document.paths).toMatchObject({
      '/a': { post: { callbacks: { done: { '{$request.body#/url}': { $ref: '#/paths/~1a' } } } } },
    });
  });

  it('to security schemes, links and callbacks become components of their kind', async () => {
    const { document } = await bundle({
      'openapi.yaml': withPart(
        'components: { securitySchemes: { token: { $ref: token.yaml } }, responses: { R: { description: R, links: { next: { $ref: next.yaml } } } } }\n',
      ),
      'token.yaml': 'type: http\nscheme: bearer\n',
      'next.yaml': 'operationId: next\n',
    });
    expect(document.components).toMatchObject({
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
      responses: { R: { links: { next: { $ref: '#/components/links/next' } } } },
      links: { next: { operationId: 'next' } },
    });
  });
});
