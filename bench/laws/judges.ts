import { registerSchema, validate } from '@hyperjump/json-schema/draft-2020-12';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ApiModel } from '../../packages/openapi/src/index.ts';

export const judgeNames = ['Ajv', 'Hyperjump'] as const;
export type JudgeName = (typeof judgeNames)[number];

/** `no schema`: the judge cannot read the schema, so it says nothing of the value. */
export type Judgement = 'valid' | 'invalid' | 'no schema';

/** The schema of an answer, judged by two validators that are not ours. */
export interface Judges {
  judge(key: string, value: unknown): Promise<Readonly<Record<JudgeName, Judgement>>>;
}

type Compiled = (value: unknown) => boolean;

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
  const at = (key: string) =>
    `${uri}#/$defs/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
  const byAjv = once(async (key) => ajv.compile({ $ref: at(key) }));
  const byHyperjump = once(async (key) => {
    const validator = await validate(at(key));
    // Safe: it was parsed from JSON.
    return (value) => validator(value as never).valid;
  });
  return {
    judge: async (key, value) => ({
      Ajv: judgement(await byAjv(key), value),
      Hyperjump: judgement(await byHyperjump(key), value),
    }),
  };
}

/** Each schema is compiled when it is first needed; undefined where the judge cannot read it. */
function once(compile: (key: string) => Promise<Compiled>): (key: string) => Promise<Compiled | undefined> {
  const known = new Map<string, Promise<Compiled | undefined>>();
  return (key) => {
    const compiled = known.get(key) ?? compile(key).catch(() => undefined);
    known.set(key, compiled);
    return compiled;
  };
}

function judgement(compiled: Compiled | undefined, value: unknown): Judgement {
  if (!compiled) return 'no schema';
  return compiled(value) ? 'valid' : 'invalid';
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
