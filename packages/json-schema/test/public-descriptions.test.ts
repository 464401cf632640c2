import { registerSchema, validate } from '@hyperjump/json-schema/draft-2020-12';
import { describe, expect, it } from 'vitest';
import { breakValue, createChecks, type Definitions, makeValue, toProblems } from '../src/index.ts';
import { descriptionNames, readDefinitions, referenceTo } from './public-descriptions.ts';

/** Together with the other descriptions: at least 10,000 values. */
const seedsEach = 13;

describe.each(descriptionNames)('%s', (name) => {
  const definitions = readDefinitions(name);
  const names = Object.keys(definitions);

  it('every value that is made is valid', () => {
    const checks = createChecks(definitions);
    for (const definition of names) {
      const schema = referenceTo(definition);
      const check = checks.compile(schema);
      for (let seed = 0; seed < seedsEach; seed += 1) {
        const value = makeValue(schema, { definitions, seed });
        expect(check(value), `${definition}: ${JSON.stringify(toProblems(check.errors))}`).toBe(true);
      }
    }
  });

  it('every breakage is invalid', () => {
    const checks = createChecks(definitions);
    for (const [index, definition] of names.entries()) {
      if (index % 8 !== 0) continue;
      const schema = referenceTo(definition);
      const value = makeValue(schema, { definitions, seed: index });
      for (const breakage of breakValue(schema, value, { definitions, seed: index })) {
        expect(checks.compile(schema)(breakage.value), JSON.stringify(breakage)).toBe(false);
      }
    }
  });

  it('an independent validator agrees on both', async () => {
    const uri = `https://example.com/${name}`;
    // The referee's own type of a schema is narrower than any JSON object.
    registerSchema(
      withoutDiscriminators(definitions) as never,
      uri,
      'https://json-schema.org/draft/2020-12/schema',
    );
    for (const [index, definition] of names.entries()) {
      if (index % 20 !== 0) continue;
      const schema = referenceTo(definition);
      const referee = await validate(uri + String((schema as { $ref: string }).$ref));
      const value = makeValue(schema, { definitions, seed: index });
      expect(referee(value as never).valid, `${definition} ${JSON.stringify(value)}`).toBe(true);
      const broken = breakValue(schema, value, { definitions, seed: index });
      for (const breakage of broken.filter(({ keyword }) => !judgedByUsOnly.has(keyword)).slice(0, 10)) {
        expect(referee(breakage.value as never).valid, JSON.stringify(breakage)).toBe(false);
      }
    }
  });
});

/** The referee takes formats as annotations and does not know OpenAPI's discriminator. */
const judgedByUsOnly = new Set(['format', 'discriminator']);

function withoutDiscriminators(definitions: Definitions): { $defs: Definitions } {
  const text = JSON.stringify({ $defs: definitions });
  return JSON.parse(text, (key, value) =>
    key === 'discriminator' && typeof value?.propertyName === 'string' ? undefined : value,
  );
}

it('the descriptions give more than 10,000 values', () => {
  const schemas = descriptionNames.reduce((sum, name) => sum + Object.keys(readDefinitions(name)).length, 0);
  expect(schemas * seedsEach).toBeGreaterThanOrEqual(10_000);
});
