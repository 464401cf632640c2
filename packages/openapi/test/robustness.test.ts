import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBundle } from '../src/bundle/to-bundle.ts';
import { defaultLimits } from '../src/index.ts';
import { readDescription } from '../src/load/read-description.ts';
import { withSchemas, writeFolder } from './description-folder.ts';

const seed = 20_261_124;

const fixture = (name: string): string =>
  readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');

const seeds: readonly (readonly [name: string, text: string])[] = [
  ['openapi.json', fixture('foreign/webhooks.json')],
  ['openapi.yaml', fixture('foreign/petstore-expanded.yaml')],
  [
    'openapi.yaml',
    withSchemas(
      "    A: &a { type: object, properties: { b: { $ref: '#/components/schemas/B' } } }\n    B: { <<: *a, title: B }\n    C: { allOf: [*a, { $ref: '#/components/schemas/C/allOf/0' }] }\n",
    ),
  ],
];

const pieces = [
  '&a ',
  '*a',
  '<<: *a',
  '$ref: "#"',
  '{ $ref: "#/paths" }',
  '"\\ud800"',
  '!!set',
  '---',
  '\u0000',
  '\ufeff',
  '\t',
  '[',
  '{',
  '}',
  ']',
  '"',
  "'",
  ':',
  ' - ',
  '|\n',
  '#',
  '%',
  '__proto__: 1',
  '1e999',
  '\n\n',
];

/** Puts a piece somewhere, or takes out or doubles a stretch. */
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.nat(40),
  piece: fc.constantFrom('', ...pieces),
  twice: fc.boolean(),
});

function changed(
  text: string,
  { at, length, piece, twice }: typeof change extends fc.Arbitrary<infer Change> ? Change : never,
): string {
  const offset = Math.floor(at * text.length);
  const stretch = text.slice(offset, offset + length);
  return text.slice(0, offset) + (twice ? stretch + stretch : piece) + text.slice(offset + length);
}

describe('any text', () => {
  it(`is read or refused with places and a next step, and never breaks the reader (seed ${seed})`, async () => {
    const folder = writeFolder({});
    const limits = { ...defaultLimits, nodes: 50_000, totalBytes: 1_000_000 };
    const check = async (
      [name, text]: readonly [string, string],
      changes: readonly Parameters<typeof changed>[1][],
    ) => {
      const file = path.join(folder, name);
      writeFileSync(file, changes.reduce(changed, text));
      const result = await readDescription(file, { limits });
      const diagnostics = result.ok ? result.findings : result.diagnostics;
      if (!result.ok) expect(diagnostics).not.toEqual([]);
      for (const { message, help, place, rule } of diagnostics) {
        expect(message).toMatch(/\.$/);
        expect(help).toMatch(/\.$/);
        expect(rule === 'not-text' || (place.line ?? 0) >= 1).toBe(true);
      }
      if (result.ok)
        expect(JSON.parse(toBundle({ document: result.bundle.document }, 'json'))).toHaveProperty('openapi');
    };
    const property = fc.asyncProperty(
      fc.constantFrom(...seeds),
      fc.array(change, { minLength: 1, maxLength: 4 }),
      check,
    );
    await fc.assert(property, { seed, numRuns: 400 });
  });
});

describe('the README', () => {
  it('names every limit with its default', () => {
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
    const rows = [...readme.matchAll(/^\| `(\w+)` \| ([\d,]+)( MiB)? \|/gm)];
    const named = rows.map(([, name, number = '', unit]) => [
      name,
      Number(number.replaceAll(',', '')) * (unit ? 1024 * 1024 : 1),
    ]);
    const { heapMiB, ...others } = defaultLimits;
    expect(Object.fromEntries(named)).toEqual({ ...others, heapMiB });
  });
});
