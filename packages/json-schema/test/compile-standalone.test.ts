import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import {
  type CompiledCheck,
  compileStandalone,
  createChecks,
  type Definitions,
  InvalidSchema,
  type StandaloneEntry,
} from '../src/index.ts';
import { descriptionNames, readDefinitions, referenceTo } from './public-descriptions.ts';

const folder = mkdtempSync(join(tmpdir(), 'standalone-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const runtimeModule = pathToFileURL(join(import.meta.dirname, '../src/check-runtime.ts')).href;
let modules = 0;

async function load(
  entries: readonly StandaloneEntry[],
  definitions: Definitions,
): Promise<Record<string, CompiledCheck>> {
  const path = join(folder, `module-${modules}.mjs`);
  modules += 1;
  writeFileSync(path, compileStandalone(entries, definitions, { runtimeModule }));
  return import(pathToFileURL(path).href);
}

describe('compileStandalone', () => {
  const definitions: Definitions = {
    Pet: {
      oneOf: [{ $ref: '#/$defs/Cat' }, { $ref: '#/$defs/Dog' }],
      discriminator: { propertyName: 'kind' },
    },
    Cat: {
      type: 'object',
      required: ['kind', 'id'],
      properties: {
        kind: { const: 'cat' },
        id: { type: 'string', format: 'uuid', readOnly: true },
        tags: { type: 'array', uniqueItems: true, items: { enum: ['a', { b: 1 }] } },
      },
    },
    Dog: {
      type: 'object',
      properties: {
        kind: { const: 'dog' },
        weight: { multipleOf: 0.1 },
        name: { type: 'string', minLength: 2, pattern: '^(a+)+$' },
        friend: { $ref: '#/$defs/Pet' },
      },
      unevaluatedProperties: false,
    },
  };
  const pet = { $ref: '#/$defs/Pet' };
  const values = [
    { kind: 'cat' },
    { kind: 'cat', id: 'x' },
    { kind: 'bird' },
    null,
    { kind: 'cat', id: '123e4567-e89b-42d3-a456-426614174000', tags: ['a', { b: 1 }] },
    { kind: 'dog', weight: 0.3, name: 'aaa', friend: { kind: 'dog', name: 'b' } },
    { kind: 'dog', weight: 0.35, extra: 1 },
    { kind: 'cat', id: '', tags: [{ b: 1 }, { b: 1 }] },
  ];

  it('answers as the checks in memory do, with the same errors', async () => {
    const module = await load(
      [
        { name: 'plain', schema: pet },
        { name: 'request', schema: pet, projection: 'request' },
      ],
      definitions,
    );
    for (const value of values) {
      for (const [name, projection] of [
        ['plain', undefined],
        ['request', 'request'],
      ] as const) {
        const check = createChecks(definitions, { projection }).compile(pet);
        expect(module[name]?.(value), JSON.stringify(value)).toBe(check(value));
        expect(module[name]?.errors).toEqual(check.errors);
      }
    }
  });

  it('imports only the runtime module and evaluates nothing', () => {
    const text = compileStandalone([{ name: 'pet', schema: pet }], definitions, {
      runtimeModule: '@example/runtime',
    });
    expect(text.match(/^import .*$/gm)).toEqual([expect.stringContaining('"@example/runtime"')]);
    expect(text).not.toMatch(/\brequire\(|\beval\(|new Function|import\(/);
  });

  it('writes the same text for the same input', () => {
    const write = () =>
      compileStandalone([{ name: 'pet', schema: pet }], structuredClone(definitions), { runtimeModule: 'r' });
    expect(write()).toBe(write());
  });

  it('writes a shared schema once, for both projections where it does not differ', () => {
    const entries: StandaloneEntry[] = [1, 2, 3].map((index) => ({
      name: `dog${index}`,
      schema: { type: 'array', items: { $ref: '#/$defs/Weight' }, maxItems: index },
      projection: index === 1 ? 'request' : 'response',
    }));
    const text = compileStandalone(entries, { Weight: { multipleOf: 0.123 } }, { runtimeModule: 'r' });
    expect(text.split('{multipleOf: 0.123}')).toHaveLength(2);
  });

  it.each(['a-b', '', 'a b', '1a', 'x=1;y', '__proto__ '])('refuses the export name %j', (name) => {
    expect(() => compileStandalone([{ name, schema: true }], {}, { runtimeModule: 'r' })).toThrow(
      InvalidSchema,
    );
  });

  it('keeps hostile text data', async () => {
    const canary = 'globalThis.canary=(globalThis.canary??0)+1';
    const texts = [
      `";${canary};"`,
      `';${canary};'`,
      `\`;${canary};\``,
      `\${${canary}}`,
      `*/${canary}/*`,
      `\u2028${canary}\u2029`,
      `\n${canary}\n`,
      `\r\n${canary}//`,
      '__proto__',
      'constructor',
      `</script><script>${canary}</script>`,
      `\\";${canary}//`,
      `const err0 = {instancePath};\nif(vErrors === null){`,
    ];
    for (const [index, text] of texts.entries()) {
      const hostile: Definitions = {
        [text]: {
          type: 'object',
          properties: { [text]: { const: text }, [`${text}?`]: { type: ['string', 'null'] } },
          required: [text],
          additionalProperties: false,
          title: text,
          $comment: text,
          description: text,
        },
      };
      const schema = {
        $id: `https://example.com/${index}/*/${text}`,
        allOf: [{ enum: [text, { [text]: text }] }, { not: { const: `${text}!` } }],
        patternProperties: { [`^${RegExp.escape(text)}$`]: { type: 'string', format: text } },
        dependentRequired: { [text]: [text] },
        discriminator: { propertyName: text },
        oneOf: [
          { properties: { [text]: { const: text } } },
          { properties: { [text]: { const: `${text}2` } } },
        ],
      };
      const module = await load(
        [
          { name: 'direct', schema },
          {
            name: 'shared',
            schema: {
              $ref: `#/$defs/${encodeURIComponent(text.replaceAll('~', '~0').replaceAll('/', '~1'))}`,
            },
          },
        ],
        hostile,
      );
      const value = Object.fromEntries([[text, text]]);
      expect(module.direct?.(value), text).toBe(true);
      expect(module.direct?.(5), text).toBe(false);
      expect(module.shared?.(value), text).toBe(true);
      expect(module.shared?.({ ...value, [`${text}?`]: 5 }), text).toBe(false);
      expect(module.shared?.errors?.[0]?.params, text).toEqual({ type: ['string', 'null'] });
      expect(module.shared?.(Object.fromEntries([[text, 'other']])), text).toBe(false);
    }
    expect(Reflect.get(globalThis, 'canary')).toBeUndefined();
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('counts only what an object has itself', async () => {
    const schema = { required: ['name'], properties: { name: { type: 'string' } } };
    const inherited = { required: ['toString'], properties: { constructor: { type: 'string' } } };
    const { named, builtIn } = await load(
      [
        { name: 'named', schema },
        { name: 'builtIn', schema: inherited },
      ],
      {},
    );
    class Named {
      get name() {
        return 'by its class';
      }
    }
    expect(named?.({ name: 'Ada' })).toBe(true);
    expect(named?.(Object.assign(Object.create(null), { name: 'Ada' }))).toBe(true);
    expect(named?.({})).toBe(false);
    expect(named?.(new Named())).toBe(false);
    expect(named?.(Object.create({ name: 'Ada' }))).toBe(false);
    expect(builtIn?.({})).toBe(false);
    expect(builtIn?.({ toString: 1 })).toBe(true);
    expect(builtIn?.({ toString: 1, constructor: 1 })).toBe(false);
  });

  it.each([
    ['', { minLength: 0 }, true],
    ['', { minLength: 1 }, false],
    ['😀', { minLength: 1, maxLength: 1 }, true],
    ['😀', { minLength: 2 }, false],
    ['😀😀', { minLength: 2, maxLength: 2 }, true],
    ['😀😀', { minLength: 3 }, false],
    ['😀😀', { maxLength: 1 }, false],
    ['ab', { minLength: 2, maxLength: 2 }, true],
    ['abc', { maxLength: 2 }, false],
  ])('counts characters: %j by %j', async (text, schema, isValid) => {
    const { check } = await load([{ name: 'check', schema }], {});
    expect(check?.(text)).toBe(isValid);
    expect(createChecks({}).compile(schema)(text)).toBe(isValid);
  });

  it.each(descriptionNames)('compiles every schema of a public description: %s', async (name) => {
    const definitions = readDefinitions(name);
    const names = Object.keys(definitions);
    const entries = names.map((definition, index) => ({
      name: `check${index}`,
      schema: referenceTo(definition),
    }));
    const module = await load(entries, definitions);
    const checks = createChecks(definitions);
    for (const [index, definition] of names.entries()) {
      for (const value of [null, {}, [], 'x', 1]) {
        expect(module[`check${index}`]?.(value), definition).toBe(
          checks.compile(entries[index]?.schema ?? false)(value),
        );
      }
    }
  });
});
