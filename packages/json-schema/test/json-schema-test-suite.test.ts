import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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
const remotes = readRemotes(join(root, 'remotes/draft2020-12'), 'http://localhost:1234/draft2020-12');

/** Tests that are known to fail, `file / case / test` (or without the test: all of the case), each with its reason. */
const exclusions: ReadonlyMap<string, string> = new Map([]);

function readRemotes(folder: string, uri: string): Record<string, Schema> {
  const entries = readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Schema][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return Object.entries(readRemotes(path, `${uri}/${entry.name}`));
    return [[`${uri}/${entry.name}`, readJson(path) as Schema]];
  });
  return Object.fromEntries(entries);
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
    it(description, () => {
      for (const test of tests) {
        const key = `${name} / ${description} / ${test.description}`;
        const isExcluded = exclusions.has(key) || exclusions.has(`${name} / ${description}`);
        const answer = verdict(schema, test.data);
        if (isExcluded) expect(answer, `${key} passes now: take it off the list`).not.toBe(test.valid);
        else expect(answer, key).toBe(test.valid);
      }
    });
  }
});
