import type { Schema } from '@plumbline/json-schema';
import { createNames, toValueName } from '../names.ts';
import { withoutAnnotations } from './without-annotations.ts';

/** Which required properties count: see `createChecks` of the json-schema package. */
export type Projection = 'request' | 'response';

/** The checks a contract refers to: one for each distinct schema and projection, under its name. */
export interface CheckTable {
  /**
   * The name of the check, exported by the module of compiled checks.
   * @param use where the schema is used first; the name is made from it
   */
  nameOf(schema: Schema, projection: Projection, use: string): string;
  readonly entries: readonly CheckEntry[];
}

export interface CheckEntry {
  readonly name: string;
  readonly schema: Schema;
  readonly projection: Projection;
}

/** @param isDirectional whether the projection makes a difference to the schema */
export function createCheckTable(isDirectional: (schema: Schema) => boolean): CheckTable {
  const names = createNames(toValueName);
  const known = new Map<string, string>();
  const entries: CheckEntry[] = [];
  return {
    entries,
    nameOf(written, projection, use) {
      const schema = withoutAnnotations(written);
      const differs = isDirectional(schema);
      const key = `${differs ? projection : 'both'} ${JSON.stringify(schema)}`;
      const existing = known.get(key);
      if (existing !== undefined) return existing;
      const base = nameOfWhole(schema) ?? use;
      const name = names.take(key, `check ${base}${differs ? ` ${projection}` : ''}`);
      known.set(key, name);
      entries.push({ name, schema, projection });
      return name;
    },
  };
}

/** A schema that is only a reference or only a type is named after it, not after its first use. */
function nameOfWhole(schema: Schema): string | undefined {
  if (typeof schema === 'boolean') return String(schema);
  if (Object.keys(schema).length !== 1) return undefined;
  const { $ref: reference, type } = schema;
  if (typeof type === 'string') return type;
  return typeof reference === 'string' ? reference.split('/').at(-1) : undefined;
}
