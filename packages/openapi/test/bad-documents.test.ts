import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { toBundle } from '../src/bundle/to-bundle.ts';
import { read, told, withPart, withSchemas, writeFolder } from './description-folder.ts';

const repeat = (text: string, times: number): string => Array.from({ length: times }, () => text).join(', ');

/** `level` gives the line that defines anchor `a<to>` by nine uses of `a<from>`. */
const nineLevels = (level: (from: number, to: number) => string): string =>
  ['x-a0: &a0 { lol: lol }', ...Array.from({ length: 9 }, (_, from) => level(from, from + 1))].join('\n');

describe('limits', () => {
  it('D01 refuses an alias bomb and names the aliases', async () => {
    const bomb = nineLevels((from, to) => `x-a${to}: &a${to} [${repeat(`*a${from}`, 9)}]`);
    const result = await read({ 'openapi.yaml': withPart(bomb) });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'limit-nodes', message: expect.stringContaining('aliases') }],
    });
    expect(told(result)).toEqual(['limit-nodes openapi.yaml:10:42']);
  });

  it('D01 twin: reads aliases that stand for little', async () => {
    const result = await read({ 'openapi.yaml': withPart('x-a: &a { lol: lol }\nx-b: [*a, *a, *a]\n') });
    expect(result).toMatchObject({
      ok: true,
      findings: [],
      loaded: { bundle: { 'x-b': [{ lol: 'lol' }, { lol: 'lol' }, { lol: 'lol' }] } },
    });
  });

  it('D02 refuses an alias bomb nested through merge keys', async () => {
    const bomb = nineLevels((from, to) => {
      const members = Array.from({ length: 9 }, (_, index) => `k${from}_${index}: { <<: *a${from} }`).join(
        ', ',
      );
      return `x-a${to}: &a${to} { ${members} }`;
    });
    const result = await read({ 'openapi.yaml': withPart(bomb) });
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: expect.stringMatching(/^limit-(nodes|merge-keys)$/) }],
    });
  });

  it('D02 twin: reads merge keys, where what is written wins over what is merged', async () => {
    const part = 'x-base: &base { a: 1, b: 2 }\nx-more: { b: 3, <<: *base, c: 4 }\n';
    const result = await read({ 'openapi.yaml': withPart(part) });
    expect(result).toMatchObject({
      ok: true,
      findings: [],
      loaded: { bundle: { 'x-more': { a: 1, b: 3, c: 4 } } },
    });
  });

  it('D03 refuses merging very many mappings, also empty ones', async () => {
    const part = `x-e: &e {}\nx-m: { <<: [${repeat('*e', 25_000)}] }\n`;
    expect(told(await read({ 'openapi.yaml': withPart(part) }))).toEqual([
      'limit-merge-keys openapi.yaml:5:8',
    ]);
  });

  it('D03 refuses 3,000 merges of a large mapping', async () => {
    const large = Array.from({ length: 300 }, (_, index) => `k${index}: ${index}`).join(', ');
    const merges = Array.from({ length: 3_000 }, (_, index) => `  m${index}: { <<: *a }`).join('\n');
    const result = await read({ 'openapi.yaml': withPart(`x-a: &a { ${large} }\nx-m:\n${merges}\n`) });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'limit-merge-keys' }] });
  });

  it('D04 refuses 20,000 nested sequences by the depth limit', async () => {
    const part = `x-deep: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`;
    expect(told(await read({ 'openapi.yaml': withPart(part) }))).toEqual(['limit-depth openapi.yaml:4:209']);
  });

  it('D05 refuses JSON nested 100,000 levels deep by the depth limit', async () => {
    const text = `{"openapi":"3.1.1","x-deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(told(await read({ 'openapi.json': text }))).toEqual(['limit-depth openapi.json:1:228']);
  });

  it('D05 twin: reads what is nested 150 levels deep, in JSON and YAML', async () => {
    const deep = `${'['.repeat(150)}${']'.repeat(150)}`;
    const json = `{"openapi":"3.1.1","x-deep":${deep}}`;
    expect(told(await read({ 'openapi.json': json }))).toEqual([]);
    expect(await read({ 'openapi.yaml': withPart(`x-deep: ${deep}\n`) })).toMatchObject({
      ok: true,
      findings: [],
    });
  });

  it('D06 refuses a schema tree 5,000 levels deep', async () => {
    const schema = `${'{"properties":{"a":'.repeat(5_000)}{}${'}}'.repeat(5_000)}`;
    const text = `{"openapi":"3.1.1","components":{"schemas":{"Deep":${schema}}}}`;
    expect(await read({ 'openapi.json': text })).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'limit-depth' }],
    });
  });

  it('refuses aliases that repeat a long text until it makes gigabytes', async () => {
    const part = `x-a: &a ${'a'.repeat(100_000)}\nx-b: [${repeat('*a', 20_000)}]\n`;
    expect(told(await read({ 'openapi.yaml': withPart(part) }))).toEqual([
      'limit-total-bytes openapi.yaml:1:1',
    ]);
  });

  it('refuses references that put a long text in many places', async () => {
    const tags = Array.from(
      { length: 1_000 },
      (_, index) => `  - { name: t${index}, description: { $ref: long.md } }\n`,
    );
    const files = { 'openapi.yaml': withPart(`tags:\n${tags.join('')}`), 'long.md': 'a'.repeat(100_000) };
    expect(told(await read(files))).toEqual(['limit-total-bytes openapi.yaml:1:1']);
  });

  it('refuses too deep a nesting that only aliases make', async () => {
    const levels = Array.from({ length: 250 }, (_, level) => `x-a${level + 1}: &a${level + 1} [*a${level}]`);
    const part = ['x-a0: &a0 []', ...levels].join('\n');
    expect(await read({ 'openapi.yaml': withPart(part) })).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'limit-depth' }],
    });
  });

  it('refuses an alias inside of what it stands for', async () => {
    expect(told(await read({ 'openapi.yaml': withPart('x-loop: &loop [*loop]\n') }))).toEqual([
      'yaml-alias openapi.yaml:4:16',
    ]);
  });

  it('D52 refuses a file over the size limit, and all files over theirs', async () => {
    const files = {
      'openapi.yaml': withSchemas(`    A: { $ref: a.yaml }\n`),
      'a.yaml': `description: ${'x'.repeat(500)}\n`,
    };
    expect(told(await read(files, { limits: { fileBytes: 400 } }))).toEqual([
      'limit-file-bytes openapi.yaml:6:16',
    ]);
    expect(told(await read(files, { limits: { totalBytes: 600 } }))).toEqual([
      'limit-total-bytes openapi.yaml:6:16',
    ]);
    expect(told(await read(files, { limits: { files: 1 } }))).toEqual(['limit-files openapi.yaml:6:16']);
    expect(told(await read(files))).toEqual([]);
  });

  it('refuses parts that stand for each other in place of references without end', async () => {
    const level = (number: number) =>
      `x: { $ref: 'e${number + 1}.yaml' }\ny: { $ref: 'e${number + 1}.yaml' }\n`;
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, number) => [`e${number}.yaml`, level(number)]),
    );
    const bomb = { 'openapi.yaml': withPart('x-e: { $ref: e0.yaml }\n'), ...files, 'e30.yaml': 'z: 1\n' };
    const result = await read(bomb, { limits: { nodes: 50_000 } });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'limit-nodes' }] });
  });
});

describe('references that lead nowhere', () => {
  it('D07 tells both places of references that lead back to themselves', async () => {
    const schemas = `    A: { $ref: '#/components/schemas/B' }\n    B: { $ref: '#/components/schemas/A' }\n    U: { $ref: '#/components/schemas/U' }\n`;
    const result = await read({ 'openapi.yaml': withSchemas(schemas) });
    expect(told(result)).toEqual([
      'ref-leads-nowhere openapi.yaml:6:16',
      'ref-leads-nowhere openapi.yaml:7:16',
      'ref-leads-nowhere openapi.yaml:8:16',
    ]);
    expect(result).toMatchObject({
      ok: true,
      findings: [{ related: [{ line: 7 }] }, { related: [{ line: 6 }] }, { related: [{ line: 8 }] }],
    });
  });

  it('D07 finds a circle that goes through several files', async () => {
    const files = {
      'openapi.yaml': withSchemas('    A: { $ref: a.yaml }\n'),
      'a.yaml': '$ref: b.yaml\n',
      'b.yaml': "$ref: 'openapi.yaml#/components/schemas/A'\n",
    };
    const result = await read(files);
    expect(told(result)).toEqual(['ref-leads-nowhere openapi.yaml:6:16']);
    expect(result).toMatchObject({
      ok: true,
      findings: [{ related: [{ file: expect.stringContaining('a.yaml') }] }],
    });
  });

  it('D08 finds a reference to the very place it stands at', async () => {
    const schemas = `    W:\n      type: object\n      additionalProperties: { $ref: '#/components/schemas/W/additionalProperties' }\n`;
    const result = await read({ 'openapi.yaml': withSchemas(schemas) });
    expect(told(result)).toEqual(['ref-leads-nowhere openapi.yaml:8:37']);
    expect(result).toMatchObject({
      ok: true,
      loaded: { bundle: { components: { schemas: { W: { additionalProperties: {} } } } } },
    });
  });

  it('D08 finds a reference whose own path goes through itself', async () => {
    const schemas = `    W: { $ref: '#/components/schemas/W/properties/a' }\n`;
    expect(told(await read({ 'openapi.yaml': withSchemas(schemas) }))).toEqual([
      'ref-leads-nowhere openapi.yaml:6:16',
    ]);
  });

  it('D09 reads genuine recursion: a tree, a list, and across files', async () => {
    const schemas = `    Tree:\n      properties: { left: { $ref: '#/components/schemas/Tree' }, list: { $ref: list.yaml } }\n`;
    const files = {
      'openapi.yaml': withSchemas(schemas),
      'list.yaml': 'properties: { next: { $ref: list.yaml } }\n',
    };
    const result = await read(files);
    expect(told(result)).toEqual([]);
    expect(result).toMatchObject({
      ok: true,
      loaded: {
        bundle: {
          components: { schemas: { list: { properties: { next: { $ref: '#/components/schemas/list' } } } } },
        },
      },
    });
  });

  it.each([30, 200])('D10 reads a doubling graph of %i steps, visiting each node once', async (steps) => {
    const step = (number: number) =>
      `    S${number}: { allOf: [{ $ref: '#/components/schemas/S${number + 1}' }, { $ref: '#/components/schemas/S${number + 1}' }] }\n`;
    const schemas = Array.from({ length: steps }, (_, number) => step(number)).join('');
    expect(told(await read({ 'openapi.yaml': withSchemas(`${schemas}    S${steps}: {}\n`) }))).toEqual([]);
  });

  it('D10 reads a doubling graph over 200 files', async () => {
    const step = (number: number) =>
      `allOf: [{ $ref: s${number + 1}.yaml }, { $ref: s${number + 1}.yaml }]\n`;
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, number) => [`s${number}.yaml`, step(number)]),
    );
    const root = withSchemas('    S: { $ref: s0.yaml }\n');
    expect(told(await read({ 'openapi.yaml': root, ...files, 's200.yaml': 'type: string\n' }))).toEqual([]);
  });

  it('D11 reads 1,000 parts of `allOf` and three levels of `oneOf`', async () => {
    const all = repeat("{ $ref: '#/components/schemas/P' }", 1_000);
    const one = `{ oneOf: [${repeat('{ oneOf: [{ oneOf: [{}] }] }', 1_000)}] }`;
    expect(
      told(
        await read({ 'openapi.yaml': withSchemas(`    P: {}\n    A: { allOf: [${all}] }\n    B: ${one}\n`) }),
      ),
    ).toEqual([]);
  });

  it('tells of a name, a file and an anchor that are not there', async () => {
    const schemas = `    A: { $ref: '#/components/schemas/Gone' }\n    B: { $ref: '#gone' }\n    C: { $ref: '#/components/schemas/toString' }\n`;
    expect(told(await read({ 'openapi.yaml': withSchemas(schemas) }))).toEqual([
      'ref-leads-nowhere openapi.yaml:6:16',
      'ref-leads-nowhere openapi.yaml:7:16',
      'ref-leads-nowhere openapi.yaml:8:16',
    ]);
    const missing = await read({ 'openapi.yaml': withSchemas('    A: { $ref: gone.yaml }\n') });
    expect(missing).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'file-unreadable', place: { line: 6, column: 16 } }],
    });
  });
});

describe('what may be read', () => {
  it('tells of a root document that is not there', async () => {
    const result = await read(writeFolder({}));
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ rule: 'file-unreadable', message: expect.stringContaining('does not exist') }],
    });
  });

  it('names the file that is no text where it is referred to', async () => {
    const result = await read({ 'openapi.yaml': withSchemas('    A: { $ref: a.yaml }\n'), 'a.yaml': '\0' });
    expect(told(result)).toEqual(['not-text openapi.yaml:6:16']);
    expect(result).toMatchObject({
      ok: false,
      diagnostics: [{ message: expect.stringContaining('a.yaml') }],
    });
  });

  it('finds nothing in a file that is empty but for a comment', async () => {
    const result = await read({
      'openapi.yaml': withSchemas('    A: { $ref: a.yaml }\n'),
      'a.yaml': '# later\n',
    });
    expect(told(result)).toEqual(['ref-leads-nowhere openapi.yaml:6:16']);
  });

  const secret = 'a-secret-that-must-not-appear';

  it.each([
    '../secret.yaml',
    '%2e%2e/secret.yaml',
    './a/../../secret.yaml',
    'SECRET',
    'file://SECRET',
    'FILE://SECRET',
  ])('D13 refuses %s outside of the root, and shows nothing of it', async (ref) => {
    const folder = writeFolder({ 'secret.yaml': `title: ${secret}\n`, 'api/other.yaml': '' });
    const api = path.join(folder, 'api');
    const target = ref.replace('SECRET', path.join(folder, 'secret.yaml'));
    writeFileSync(path.join(api, 'openapi.yaml'), withSchemas(`    A: { $ref: '${target}' }\n`));
    const result = await read(api);
    expect(told(result)).toEqual(['ref-outside-root openapi.yaml:6:16']);
    expect(JSON.stringify(result)).not.toContain(secret);
  });

  it.each([
    '/etc/hostname',
    'file:///etc/hostname',
    '../../../../../../etc/hostname',
    'file://elsewhere/etc/hostname',
  ])('D13 refuses %s', async (ref) => {
    const result = await read({ 'openapi.yaml': withSchemas(`    A: { $ref: '${ref}' }\n`) });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ rule: 'ref-outside-root' }] });
  });

  it('D13 refuses the same in an extension, an example file and a discriminator', async () => {
    const part = (text: string) => ({ 'openapi.yaml': withPart(text) });
    const example = 'components: { examples: { E: { externalValue: ../secret.json } } }\n';
    const mapping =
      'components: { schemas: { A: { discriminator: { propertyName: a, mapping: { b: ../secret.yaml } } } } }\n';
    for (const text of ['x-a: { $ref: /etc/hostname }\n', example, mapping]) {
      expect(await read(part(text))).toMatchObject({
        ok: false,
        diagnostics: [{ rule: 'ref-outside-root' }],
      });
    }
  });

  it('D13 twin: reads a file above the root document once the root folder is wider', async () => {
    const folder = writeFolder({
      'shared.yaml': 'type: string\n',
      'api/openapi.yaml': withSchemas('    A: { $ref: ../shared.yaml }\n'),
    });
    expect(told(await read(path.join(folder, 'api')))).toEqual(['ref-outside-root openapi.yaml:6:16']);
    expect(await read(path.join(folder, 'api'), { rootFolder: folder })).toMatchObject({
      ok: true,
      findings: [],
    });
  });

  it('D14 refuses a link inside the root to a file outside, and follows one that stays inside', async () => {
    const outside = writeFolder({ 'secret.yaml': `title: ${secret}\n` });
    const folder = writeFolder({
      'openapi.yaml': withSchemas('    A: { $ref: link.yaml }\n'),
      'real.yaml': 'type: string\n',
    });
    symlinkSync(path.join(outside, 'secret.yaml'), path.join(folder, 'link.yaml'));
    const refused = await read(folder);
    expect(told(refused)).toEqual(['ref-outside-root openapi.yaml:6:16']);
    expect(JSON.stringify(refused)).not.toContain(secret);

    const twin = writeFolder({
      'openapi.yaml': withSchemas('    A: { $ref: link.yaml }\n'),
      'real.yaml': 'type: string\n',
    });
    symlinkSync('real.yaml', path.join(twin, 'link.yaml'));
    expect(told(await read(twin))).toEqual([]);
  });

  it('D14 refuses a linked folder that leads outside', async () => {
    const outside = writeFolder({ 'secret.yaml': `title: ${secret}\n` });
    const folder = writeFolder({ 'openapi.yaml': withSchemas('    A: { $ref: linked/secret.yaml }\n') });
    symlinkSync(outside, path.join(folder, 'linked'));
    expect(told(await read(folder))).toEqual(['ref-outside-root openapi.yaml:6:16']);
  });

  it('D15 refuses a folder, a pipe and a device at once', async () => {
    const folder = writeFolder({
      'openapi.yaml': withSchemas('    A: { $ref: ./folder }\n    B: { $ref: ./pipe }\n'),
    });
    mkdirSync(path.join(folder, 'folder'));
    execFileSync('mkfifo', [path.join(folder, 'pipe')]);
    expect(told(await read(folder))).toEqual([
      'file-not-regular openapi.yaml:6:16',
      'file-not-regular openapi.yaml:7:16',
    ]);
    const device = await read({ 'openapi.yaml': withSchemas('    A: { $ref: /dev/zero }\n') });
    expect(device).toMatchObject({ ok: false, diagnostics: [{ rule: 'ref-outside-root' }] });
  });

  it('D15 refuses a pipe as root document', async () => {
    const folder = writeFolder({});
    execFileSync('mkfifo', [path.join(folder, 'openapi.yaml')]);
    expect(told(await read(folder))).toEqual(['file-not-regular openapi.yaml:undefined:undefined']);
  });

  it('D45 reads nothing that only stands beside the description', async () => {
    const files = {
      'openapi.yaml': withPart(''),
      '.redocly.yaml': '}{',
      'redocly.yaml': '}{',
      'package.json': '}{',
    };
    const seen: string[] = [];
    const result = await read(files, { onFile: (file) => seen.push(path.basename(file)) });
    expect(told(result)).toEqual([]);
    expect(seen).toEqual(['openapi.yaml']);
  });
});

describe('text', () => {
  it('D38 reads text that turns the writing direction as it is', async () => {
    const result = await read({ 'openapi.yaml': withPart('x-bidi: "a\u202eb"\nx-раypal: homoglyph\n') });
    expect(result).toMatchObject({
      ok: true,
      loaded: { bundle: { 'x-bidi': 'a\u202eb', 'x-раypal': 'homoglyph' } },
    });
  });

  it('D40 and D41 reads patterns as text, whether they backtrack or are none at all', async () => {
    const schemas = `    A: { pattern: '^(a+)+$', example: ${'a'.repeat(40)} }\n    B: { pattern: '(?<=x)\\Z[' }\n`;
    expect(told(await read({ 'openapi.yaml': withSchemas(schemas) }))).toEqual([]);
  });

  it('D42 follows neither `$dynamicRef` nor `$schema` nor `$data`', async () => {
    const schemas = `    A:\n      $schema: http://127.0.0.1:9/schema\n      $dynamicRef: '#gone'\n      maximum: { $data: 1/max }\n      $id: http://127.0.0.1:9/a\n`;
    const result = await read({ 'openapi.yaml': withSchemas(schemas) });
    expect(told(result)).toEqual([]);
    expect(toBundle({ document: result.ok && result.loaded.bundle }, 'json')).toContain(
      '"$dynamicRef": "#gone"',
    );
  });

  it('D49 tells both places of duplicate keys, in YAML and JSON', async () => {
    const yaml = await read({ 'openapi.yaml': withPart('x-a: { b: 1, c: 2, b: 3 }\n') });
    expect(told(yaml)).toEqual(['key-duplicate openapi.yaml:4:20']);
    expect(yaml).toMatchObject({
      ok: true,
      findings: [
        {
          message: 'The key `b` stands twice in the same object.',
          place: { pointer: '/x-a/b' },
          related: [{ line: 4, column: 8 }],
        },
      ],
    });

    const json = await read({
      'openapi.json': '{\n  "openapi": "3.1.1",\n  "x-a": { "b": 1, "\\u0062": 2 }\n}\n',
    });
    expect(told(json)).toEqual(['key-duplicate openapi.json:3:20']);
    expect(json).toMatchObject({
      ok: true,
      findings: [{ related: [{ line: 3, column: 12 }] }],
      loaded: { bundle: { 'x-a': { b: 2 } } },
    });
  });

  it('D49 twin: the same key in different objects is no duplicate', async () => {
    expect(
      told(await read({ 'openapi.json': '{"openapi":"3.1.1","x-a":{"b":":"},"x-b":{"b":"{\\":"}}' })),
    ).toEqual([]);
  });

  it.each([
    '!!js/function "() => 1"',
    '!!binary aGk=',
    '!!set { a }',
    '!!timestamp 2020-01-01',
    '!custom { a: 1 }',
    '!!int abc',
  ])('D50 refuses the tag of %s', async (value) => {
    expect(told(await read({ 'openapi.yaml': withPart(`x-a: ${value}\n`) }))).toEqual([
      'yaml-tag openapi.yaml:4:6',
    ]);
  });

  it('D50 refuses a tag that `%TAG` renames', async () => {
    const text = `%TAG ! tag:yaml.org,2002:js/\n---\n${withPart('x-a: !function "() => 1"\n')}`;
    expect(told(await read({ 'openapi.yaml': text }))).toEqual(['yaml-tag openapi.yaml:6:6']);
  });

  it('D50 twin: reads values by the core schema of YAML 1.2, and keys as written', async () => {
    const part =
      'x-keys: { yes: yes, no: no, 1e3: 1e3, 0o7: 0o7, null: ~, 2020-01-01: 2020-01-01 }\nx-tags: [!!str 5, !!int "5", ! 6, !!map { a: 1 }]\n';
    const result = await read({ 'openapi.yaml': withPart(part) });
    expect(told(result)).toEqual([]);
    expect(result).toMatchObject({
      ok: true,
      loaded: {
        bundle: {
          'x-keys': { yes: 'yes', no: 'no', '1e3': 1000, '0o7': 7, null: null, '2020-01-01': '2020-01-01' },
          'x-tags': ['5', 5, '6', { a: 1 }],
        },
      },
    });
  });

  it('tells of numbers that JSON cannot express', async () => {
    expect(told(await read({ 'openapi.yaml': withPart('x-a: [.inf, .nan, 1]\n') }))).toEqual([
      'value-not-json openapi.yaml:4:7',
      'value-not-json openapi.yaml:4:13',
    ]);
    expect(told(await read({ 'openapi.json': '{"openapi":"3.1.1","x-a":1e999}' }))).toEqual([
      'value-not-json openapi.json:1:26',
    ]);
  });

  const utf16 = (text: string, start: readonly number[] = []) =>
    Buffer.concat([Buffer.from(start), Buffer.from(text, 'utf16le')]);

  it.each([
    ['an empty file', 'openapi.yaml', '', 'document-empty openapi.yaml:1:1'],
    ['only a comment', 'openapi.yaml', '# nothing\n', 'document-empty openapi.yaml:1:1'],
    ['empty JSON', 'openapi.json', '', 'syntax openapi.json:1:1'],
    ['NUL bytes', 'openapi.yaml', 'openapi: 3.1.1\0\n', 'not-text openapi.yaml:undefined:undefined'],
    [
      'UTF-16 with a mark',
      'openapi.yaml',
      utf16(withPart(''), [0xff, 0xfe]),
      'not-text openapi.yaml:undefined:undefined',
    ],
    [
      'UTF-16 without a mark',
      'openapi.yaml',
      utf16(withPart('')),
      'not-text openapi.yaml:undefined:undefined',
    ],
    [
      'Latin-1',
      'openapi.yaml',
      Buffer.from('title: caf\u00e9', 'latin1'),
      'not-text openapi.yaml:undefined:undefined',
    ],
    ['a PDF', 'openapi.yaml', '%PDF-1.7\n%\u00e2\n', 'not-text openapi.yaml:undefined:undefined'],
    [
      'half a character in YAML',
      'openapi.yaml',
      withPart('x-a: "\\ud800"\n'),
      'text-not-unicode openapi.yaml:4:6',
    ],
    [
      'half a character in JSON',
      'openapi.json',
      '{"openapi":"3.1.1","x-a":"\\ud800"}',
      'text-not-unicode openapi.json:1:26',
    ],
    ['JSON that ends too early', 'openapi.json', '{\n  "openapi": "3.1.1",\n', 'syntax openapi.json:3:1'],
    ['JSON with a comma too many', 'openapi.json', '{"openapi":"3.1.1",}', 'syntax openapi.json:1:20'],
    ['YAML with bad indentation', 'openapi.yaml', 'openapi: 3.1.1\n  info: {}\n', 'syntax openapi.yaml:2:7'],
    ['an array', 'openapi.json', '[]', 'document-not-openapi openapi.json:1:1'],
    ['a text', 'openapi.yaml', 'hello\n', 'document-not-openapi openapi.yaml:1:1'],
    [
      'two documents',
      'openapi.yaml',
      `${withPart('')}---\n${withPart('')}`,
      'document-several openapi.yaml:5:1',
    ],
    ['Swagger 2.0', 'openapi.yaml', 'swagger: "2.0"\n', 'openapi-version openapi.yaml:1:10'],
    ['OpenAPI 4', 'openapi.yaml', 'openapi: 4.0.0\n', 'openapi-version openapi.yaml:1:10'],
    ['a version that is a number', 'openapi.yaml', 'openapi: 3.1\n', 'openapi-version openapi.yaml:1:10'],
    ['AsyncAPI', 'openapi.yaml', 'asyncapi: 3.0.0\n', 'document-not-openapi openapi.yaml:1:11'],
    ['a document of something else', 'openapi.yaml', 'name: x\n', 'document-not-openapi openapi.yaml:1:1'],
  ])('D51 refuses %s and says what to do', async (_, name, content, expected) => {
    const result = await read({ [name]: content });
    expect(told(result)).toEqual([expected]);
    expect(result).toMatchObject({ ok: false, diagnostics: [{ help: expect.stringMatching(/\.$/) }] });
  });

  it.each([
    ['a byte order mark', `\ufeff${withPart('')}`],
    ['Windows line ends', withPart('x-a: 1\n').replaceAll('\n', '\r\n')],
    ['document marks around one document', `---\n${withPart('')}...\n`],
    ['JSON in a YAML file', '{"openapi":"3.1.1","info":{"title":"Test","version":"1"},"paths":{}}'],
    ['flow YAML that only looks like JSON', '{openapi: 3.1.1, info: {title: Test, version: "1"}, paths: {}}'],
    ['whole characters as escapes', withPart('x-a: "\\ud83d\\ude00"\n')],
  ])('D51 twin: reads %s', async (_, content) => {
    expect(told(await read({ 'openapi.yaml': content }))).toEqual([]);
  });

  it('D39 keeps names that JavaScript gives a meaning, and nothing else gets them', async () => {
    const names = ['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'];
    const schemas = names
      .map((name) => `    ${name}: { properties: { ${name}: { $ref: '#/components/schemas/${name}' } } }\n`)
      .join('');
    const files = {
      'openapi.yaml': withSchemas(
        `${schemas}    Other: { $ref: 'o.yaml#/__proto__' }\n    P: { allOf: [{ $ref: 'o.yaml#/constructor' }] }\n`,
      ),
      'o.yaml': '__proto__: { polluted: yes }\nconstructor: { type: object }\n',
    };
    const result = await read(files);
    expect(told(result)).toEqual([]);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    const text = toBundle({ document: result.ok && result.loaded.bundle }, 'json');
    const bundled = JSON.parse(text).components.schemas;
    expect(Object.keys(bundled)).toEqual([...names, 'Other', 'P', 'constructor-2']);
    expect(bundled.P).toEqual({ allOf: [{ $ref: '#/components/schemas/constructor-2' }] });
  });
});
