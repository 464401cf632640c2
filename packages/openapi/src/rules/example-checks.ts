import {
  type CompiledCheck,
  createChecks,
  type Definitions,
  InvalidSchema,
  type Projection,
  type Schema,
  type SchemaProblem,
  toProblems,
} from '@plumbline/json-schema';
import { isObject } from '../json-object.ts';
import { checkableSchema } from './checkable-schema.ts';
import type { PatternJudge } from './pattern-judge.ts';

/** Holds example values against schemas, in either direction. */
export interface ExampleChecks {
  /** What is wrong with the value; nothing when it is valid in one of the directions. */
  problems(schema: Schema, value: unknown, directions: readonly Direction[]): ExampleVerdict;
}

/** `'any'`: `readOnly` and `writeOnly` mean nothing. */
export type Direction = Projection | 'any';

export type ExampleVerdict =
  | { readonly kind: 'valid' }
  | { readonly kind: 'invalid'; readonly problems: readonly SchemaProblem[] }
  /** The schema itself cannot be used. */
  | { readonly kind: 'unchecked'; readonly reason: string };

export function createExampleChecks(definitions: Definitions, patterns: PatternJudge): ExampleChecks {
  // A hostile pattern would run for ever on a well-chosen example, and an invalid one does not compile.
  const harmless = Object.fromEntries(
    Object.entries(definitions).map(([name, schema]) => [name, checkableSchema(schema, patterns)]),
  );
  const forms = new WeakMap<object, Schema>();
  const byText = new Map<string, Schema>();
  /** The same object for all schemas that constrain alike: checks are compiled once for an object. */
  const harmlessForm = (schema: Schema): Schema => {
    if (!isObject(schema)) return schema;
    const known = forms.get(schema);
    if (known !== undefined) return known;
    const form = checkableSchema(schema, patterns);
    const text = JSON.stringify(form);
    const shared = byText.get(text) ?? form;
    byText.set(text, shared);
    forms.set(schema, shared);
    return shared;
  };
  const compilers = {
    any: createChecks(harmless),
    request: createChecks(harmless, { projection: 'request' }),
    response: createChecks(harmless, { projection: 'response' }),
  };

  return {
    problems(schema, value, directions) {
      let verdict: ExampleVerdict = { kind: 'valid' };
      for (const direction of directions) {
        verdict = verdictOf(() => compilers[direction].compile(harmlessForm(schema)), value);
        if (verdict.kind === 'valid') break;
      }
      return verdict;
    },
  };
}

function verdictOf(compile: () => CompiledCheck, value: unknown): ExampleVerdict {
  try {
    const check = compile();
    return check(value) ? { kind: 'valid' } : { kind: 'invalid', problems: toProblems(check.errors ?? []) };
  } catch (error) {
    if (error instanceof InvalidSchema) return { kind: 'unchecked', reason: error.reason };
    if (error instanceof RangeError) return { kind: 'unchecked', reason: 'it is too deep' };
    throw error;
  }
}
