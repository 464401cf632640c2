import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Diagnostic, defaultLimits, type LintOptions, loadDescription } from '../src/index.ts';
import { lintDescription } from '../src/lint/lint-description.ts';
import { readDescription } from '../src/load/read-description.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'plumbline-lint-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** Writes files into the folder of this test; the path of the first. */
async function write(files: Readonly<Record<string, string>>): Promise<string> {
  const paths = Object.keys(files).map((name) => path.join(folder, name));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  return paths[0]!;
}

/** In this thread, which spares the start of one for each test. */
async function lint(file: string, options: LintOptions): Promise<readonly Diagnostic[]> {
  const read = await readDescription(file, { limits: defaultLimits });
  if (!read.ok) throw new Error(read.diagnostics.map(({ message }) => message).join('\n'));
  return lintDescription(read.loaded, options);
}

const shown = (diagnostics: readonly Diagnostic[]) =>
  diagnostics.map(
    ({ rule, place }) => `${path.relative(folder, place.file)}:${place.line}:${place.column} ${rule}`,
  );

const description = `openapi: 3.1.1
info: { title: Orders, version: 1.0.0, license: { name: MIT, identifier: MIT } }
servers: [{ url: https://api.example.org }]
security: []
paths:
  /orders:
    $ref: paths/orders.yaml
`;

const orders = `get:
  operationId: list_orders
  summary: List orders
  responses:
    '200':
      description: The orders
      content:
        application/json:
          schema: { type: array, items: { type: string } }
          example: [7]
    '400': { description: Not valid }
`;

const own = { redocly: false, spectral: false } as const;

describe('our own rules', () => {
  test('report in the file in which the author wrote it', async () => {
    const file = await write({ 'openapi.yaml': description, 'paths/orders.yaml': orders });
    expect(shown(await lint(file, own))).toEqual(['paths/orders.yaml:10:11 examples-valid']);
  });

  test('run while the description is loaded, where that is asked for', async () => {
    const file = await write({ 'openapi.yaml': description, 'paths/orders.yaml': orders });
    const loaded = await loadDescription(file, { lint: own });
    expect(loaded.ok && shown(loaded.description.diagnostics)).toEqual([
      'paths/orders.yaml:10:11 examples-valid',
    ]);
  });

  test('do as the preset and the settings say', async () => {
    const file = await write({ 'openapi.yaml': description, 'paths/orders.yaml': orders });
    const strict = await lint(file, { ...own, preset: 'strict', rules: { 'examples-valid': 'info' } });
    expect(strict.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['examples-valid', 'info'],
      ['error-is-problem', 'error'],
    ]);
    expect(await lint(file, { ...own, preset: 'off' })).toEqual([]);
  });
});

describe("Redocly's rules", () => {
  const only = { preset: 'off', spectral: false } as const;

  test('run by default, without those that ours say better', async () => {
    const file = await write({
      'openapi.yaml': description,
      'paths/orders.yaml': orders.replace('  summary: List orders\n', ''),
    });
    expect(shown(await lint(file, only))).toEqual(['paths/orders.yaml:1:1 redocly/operation-summary']);
  });

  test('run as the redocly.yaml in the folder of the configuration says', async () => {
    const file = await write({
      'api/openapi.yaml': description,
      'api/paths/orders.yaml': orders,
      'redocly.yaml': 'rules: { paths-kebab-case: error, operation-description: warn }\n',
    });
    const found = await lint(file, { ...only, configFolder: folder });
    expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
      ['redocly/operation-description', 'warning'],
    ]);
  });

  test('follow what the redocly.yaml says of this description among its apis', async () => {
    const file = await write({
      'api/openapi.yaml': description,
      'api/paths/orders.yaml': orders,
      'redocly.yaml': `apis:
  orders: { root: api/openapi.yaml, rules: { operation-description: error } }
  others: { root: others/openapi.yaml, rules: { operation-summary: error, path-segment-plural: error } }
`,
    });
    const found = await lint(file, { ...only, configFolder: folder });
    expect(found.map(({ rule }) => rule)).toEqual(['redocly/operation-description']);
  });

  test('take no configuration from the folder of the description', async () => {
    const file = await write({
      'hostile/openapi.yaml': description,
      'hostile/paths/orders.yaml': orders,
      'hostile/redocly.yaml': 'plugins: [./plugin.mjs]\nrules: { operation-description: error }\n',
      'hostile/plugin.mjs': 'throw new Error("run");\n',
      'hostile/.spectral.mjs': 'throw new Error("run");\n',
      'mine/.keep': '',
    });
    expect(await lint(file, { preset: 'off', configFolder: path.join(folder, 'mine') })).toEqual([]);
  });
});

describe('a configuration that cannot be used is a problem of its file', () => {
  test.each([
    [
      'a Redocly configuration that is not there',
      { redocly: 'none.yaml', spectral: false },
      'redocly/config',
    ],
    ['a Spectral ruleset that is not there', { spectral: 'none.yaml', redocly: false }, 'spectral/ruleset'],
    ['a Spectral ruleset that is none', { spectral: 'broken.yaml', redocly: false }, 'spectral/ruleset'],
  ] as const)('%s', async (_, options, rule) => {
    const file = await write({
      'openapi.yaml': description,
      'paths/orders.yaml': orders,
      'broken.yaml': 'rules: { a: { given: [], then: 7 } }\n',
    });
    const found = await lint(file, { preset: 'off', configFolder: folder, ...options });
    expect(found.map((diagnostic) => [diagnostic.rule, path.dirname(diagnostic.place.file)])).toEqual([
      [rule, folder],
    ]);
  });
});

describe("the user's Spectral ruleset", () => {
  const only = { preset: 'off', redocly: false } as const;

  test('runs with spectral:oas, JSONPath and functions in files beside it', async () => {
    const file = await write({
      'api/openapi.yaml': description,
      'api/paths/orders.yaml': orders,
      '.spectral.yaml': `extends: [[spectral:oas, off]]
functions: [camel]
rules:
  operation-tags: warn
  camel-ids:
    given: $.paths[*][get,post].operationId
    severity: error
    then: { function: camel }
`,
      'functions/camel.js': `export default (id) => (/_/.test(id) ? [{ message: id + ' is not in camel case.' }] : []);
`,
    });
    const found = await lint(file, { ...only, configFolder: folder });
    expect(shown(found)).toEqual([
      'api/paths/orders.yaml:1:1 spectral/operation-tags',
      'api/paths/orders.yaml:2:16 spectral/camel-ids',
    ]);
    expect(found[1]).toMatchObject({ severity: 'error', message: 'list_orders is not in camel case.' });
  });

  test('is silent about a description that keeps it', async () => {
    const file = await write({
      'openapi.yaml': description,
      'paths/orders.yaml': orders,
      'rules.yaml': 'extends: [[spectral:oas, off]]\nrules: { path-params: error }\n',
    });
    expect(await lint(file, { ...only, spectral: path.join(folder, 'rules.yaml') })).toEqual([]);
  });

  test('reads no file and fetches nothing for what looks like a reference in an example', async () => {
    const file = await write({
      'openapi.yaml': `openapi: 3.1.1
info: { title: Orders, version: 1.0.0 }
paths: {}
components:
  examples: { One: { value: { $ref: ./secret.yaml } } }
`,
      'secret.yaml': 'secret: canary\n',
      'rules.yaml': `rules:
  no-secrets: { given: '$..secret', severity: error, then: { function: falsy } }
`,
    });
    expect(await lint(file, { ...only, spectral: path.join(folder, 'rules.yaml') })).toEqual([]);
  });

  test('does not run on a graph that doubles too often, and says so', async () => {
    const schemas = Array.from({ length: 30 }, (_, n) => [
      `S${n}`,
      { allOf: [{ $ref: `#/components/schemas/S${n + 1}` }, { $ref: `#/components/schemas/S${n + 1}` }] },
    ]);
    const document = {
      openapi: '3.1.1',
      info: { title: 'Doubling', version: '1' },
      paths: {},
      components: { schemas: Object.fromEntries([...schemas, ['S30', { type: 'string' }]]) },
    };
    const file = await write({
      'openapi.json': JSON.stringify(document),
      'rules.yaml': 'extends: [[spectral:oas, off]]\nrules: { path-params: error }\n',
    });
    const found = await lint(file, { ...only, spectral: path.join(folder, 'rules.yaml') });
    expect(found.map(({ rule }) => rule)).toEqual(['spectral/too-large']);
  });
});

test('a pattern that backtracks is reported and never run', async () => {
  const file = await write({
    'openapi.yaml': `openapi: 3.1.1
info: { title: Patterns, version: 1.0.0 }
paths: {}
components:
  schemas:
    A: { type: string, pattern: '^(a+)+$', examples: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!] }
    B: { type: string, pattern: '^(a|a)*$', examples: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!] }
`,
  });
  expect(shown(await lint(file, own))).toEqual([
    'openapi.yaml:6:33 pattern-safe',
    'openapi.yaml:7:33 pattern-safe',
  ]);
});

test('reads and lints the device flow of OpenAPI 3.2', async () => {
  const file = await write({
    'openapi.yaml': `openapi: 3.2.0
info: { title: Devices, version: 1.0.0 }
paths: {}
components:
  securitySchemes:
    television:
      type: oauth2
      flows:
        deviceAuthorization:
          deviceAuthorizationUrl: https://login.example.org/device
          tokenUrl: https://login.example.org/token
          scopes: { 'read:films': Look at films }
`,
  });
  expect(shown(await lint(file, { spectral: false }))).toContainEqual(
    expect.stringMatching(/^openapi.yaml:\d+:\d+ redocly.no-unused-components$/),
  );
});
