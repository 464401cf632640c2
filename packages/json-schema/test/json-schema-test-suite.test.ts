import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createChecks, type Schema } from '../src/index.ts';

interface SuiteCase {
  readonly description: string;
  readonly schema: Schema;
  readonly tests: readonly SuiteTest[];
}

interface SuiteTest {
  readonly description: string;
  readonly data: unknown;
  readonly valid: boolean;
}

const root = join(import.meta.dirname, 'fixtures/json-schema-test-suite');
const remotes: Record<string, Schema> = {
  ...readRemotes(join(root, 'remotes/draft2020-12'), 'http://localhost:1234/draft2020-12'),
  ...readMetaSchemas(),
};

/** Cases that are known to fail, `file / case`, each with its reason. */
const exclusions: ReadonlyMap<string, string> = new Map([
  [
    'unevaluatedItems / unevaluatedItems and contains interact to control item dependency relationship',
    'A `contains` that applies only under a condition counts all items as evaluated: Ajv keeps no account of single items.',
  ],
  [
    'vocabulary / schema that uses custom metaschema with with no validation vocabulary',
    'Meta-schemas are not read, so none can switch keywords off: OpenAPI descriptions have one dialect.',
  ],
  [
    'optional/format/hostname / validation of A-label (punycode) host names',
    'The Punycode of an A-label is not decoded: IDNA2008 needs tables that are not carried here.',
  ],
]);

function readRemotes(folder: string, uri: string): Record<string, Schema> {
  const entries = readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Schema][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return Object.entries(readRemotes(path, `${uri}/${entry.name}`));
    return [[`${uri}/${entry.name}`, readJson(path) as Schema]];
  });
  return Object.fromEntries(entries);
}

/** The meta-schemas of the draft, which some tests refer to: Ajv brings them. */
function readMetaSchemas(): Record<string, Schema> {
  const folder = join(
    dirname(fileURLToPath(import.meta.resolve('ajv/package.json'))),
    'dist/refs/json-schema-2020-12',
  );
  const files = ['schema.json', ...readdirSync(join(folder, 'meta')).map((name) => `meta/${name}`)];
  return Object.fromEntries(
    files.map((file) => [
      `https://json-schema.org/draft/2020-12/${file.replace('.json', '')}`,
      readJson(join(folder, file)) as Schema,
    ]),
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

function verdict(schema: Schema, data: unknown): boolean | string {
  try {
    return createChecks({}, { resources: remotes }).compile(schema)(data);
  } catch (error) {
    return String(error);
  }
}

const files = readdirSync(join(root, 'tests/draft2020-12'))
  .filter((name) => name.endsWith('.json') && name !== 'format.json')
  .map((name) => `tests/draft2020-12/${name}`);
const formatFiles = readdirSync(join(root, 'tests/draft2020-12/optional/format')).map(
  (name) => `tests/draft2020-12/optional/format/${name}`,
);

describe.each([...files, ...formatFiles])('%s', (file) => {
  // The suite's files hold what its schema (test-schema.json) says.
  const cases = readJson(join(root, file)) as readonly SuiteCase[];
  const name = file.replace('tests/draft2020-12/', '').replace('.json', '');
  for (const { description, schema, tests } of cases) {
    const caseKey = `${name} / ${description}`;
    it(description, () => {
      const answers = tests.map((test) => [test.description, verdict(schema, test.data)]);
      const expected = tests.map((test) => [test.description, test.valid]);
      const reason = exclusions.get(caseKey);
      if (reason === undefined) expect(answers).toEqual(expected);
      else expect(answers, `${caseKey} passes now: take it off the list (${reason})`).not.toEqual(expected);
    });
  }
});
