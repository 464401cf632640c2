import type { Schema } from '@plumbline/json-schema';
import { tryMake } from '../values/make.ts';
import { tryCompile } from '../values/workbench.ts';
import type { Chance } from './chance.ts';
import { vary } from './vary.ts';

/** A random value that the schema allows; undefined where none can be made. */
export function legalValue(chance: Chance, schema: Schema): { readonly value: unknown } | undefined {
  const { bench, random } = chance;
  const made = tryMake(bench, schema, `random:${random.nextInt()}`);
  const check = tryCompile(bench.requests, schema);
  if (!made || !check) return made;
  return { value: vary(chance, { schema, value: made.value, isLegal: check }) };
}
