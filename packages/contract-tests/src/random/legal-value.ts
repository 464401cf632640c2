import type { Schema } from '@plumbline/json-schema';
import type { Random } from 'fast-check';
import { tryMake } from '../values/make.ts';
import { tryCompile, type Workbench } from '../values/workbench.ts';
import { vary } from './vary.ts';

/** What random values are made with. */
export interface Chance {
  readonly bench: Workbench;
  readonly random: Random;
  /** Names of properties that stay as they were made: references to things that exist. */
  readonly isSettled: (name: string) => boolean;
}

/** A random value that the schema allows; undefined where none can be made. */
export function legalValue(chance: Chance, schema: Schema): { readonly value: unknown } | undefined {
  const { bench, random } = chance;
  const made = tryMake(bench, schema, `random:${random.nextInt()}`);
  const check = tryCompile(bench.requests, schema);
  if (!made || !check) return made;
  return { value: vary(chance, { schema, value: made.value, isLegal: check }) };
}
