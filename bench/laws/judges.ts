import { registerSchema, type Validator, validate } from '@hyperjump/json-schema/draft-2020-12';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiModel } from '../../packages/openapi/src/index.ts';

/** The schema of an answer, judged by two validators that are not ours. */
export interface Judges {
  /** What each says against a value; empty when both take it. */
  objections(key: string, value: unknown): Promise<readonly string[]>;
}

const dialect = 'https://json-schema.org/draft/2020-12/schema';
let descriptionsJudged = 0;

/** @param schemas of the answers, each under a key of its own */
export function createJudges(model: ApiModel, schemas: Readonly<Record<string, unknown>>): Judges {
  descriptionsJudged += 1;
  const uri = `https://judges.test/${descriptionsJudged}`;
  const root = plain({ $id: uri, $schema: dialect, $defs: { ...model.schemas, ...schemas } });
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false, unicodeRegExp: true });
  addFormats.default(ajv);
  ajv.addSchema(root);
  // Safe: a JSON object; the validator's own type of a schema is narrower.
  registerSchema(root as never, uri, dialect);
  const ours = new Map<string, ValidateFunction>();
  const theirs = new Map<string, Validator>();
  const at = (key: string) =>
    `${uri}#/$defs/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
  return {
    async objections(key, value) {
      const first = ours.get(key) ?? ajv.compile({ $ref: at(key) });
      ours.set(key, first);
      const second = theirs.get(key) ?? (await validate(at(key)));
      theirs.set(key, second);
      const said: string[] = [];
      if (!first(value)) said.push(`Ajv: ${ajv.errorsText(first.errors)}`);
      // Safe: it was parsed from JSON.
      if (!second(value as never).valid) said.push('Hyperjump: invalid');
      return said;
    },
  };
}

/**
 * Without OpenAPI's discriminator, which is no keyword of JSON Schema, and as answers are meant: what is `writeOnly`
 * is required of requests only (OpenAPI 3.0.4, Schema Object).
 */
function plain(schema: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema), (name, value) => {
    if (name === 'discriminator' && typeof value?.propertyName === 'string') return undefined;
    if (!Array.isArray(value?.required) || typeof value.properties !== 'object') return value;
    const required = value.required.filter((one: string) => value.properties?.[one]?.writeOnly !== true);
    return { ...value, required };
  });
}
