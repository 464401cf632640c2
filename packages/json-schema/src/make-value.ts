import type { Projection } from './check/projection.ts';
import { DeadEnd } from './make/dead-end.ts';
import { UnsatisfiableSchema } from './make/unsatisfiable-schema.ts';
import { ValueMaker } from './make/value-maker.ts';
import { workshopFor } from './make/workshop.ts';
import { toProblems } from './problems.ts';
import type { Definitions, Schema } from './schema.ts';

export interface MakeOptions {
  /** The shared schemas that `#/$defs/<name>` points into. Pass the same object again: what is learnt is kept. */
  readonly definitions: Definitions;
  /** The same seed gives the same value, on any day and machine. An integer. */
  readonly seed: number;
  /**
   * `'request'` leaves out `readOnly` properties, `'response'` `writeOnly` ones.
   *
   * @default undefined: all are plain properties
   */
  readonly projection?: Projection | undefined;
}

/** How often a whole value is made anew: with examples, without, with only what is required. */
const runs = 9;

/**
 * Makes a value of a schema. It is realistic where names, formats, `examples` and `default` say how, bounded in size,
 * and checked before it leaves.
 *
 * @throws UnsatisfiableSchema when none is found. InvalidSchema when the schema cannot be compiled.
 */
export function makeValue(schema: Schema, options: MakeOptions): unknown {
  const workshop = workshopFor(options.definitions, options.projection);
  const check = workshop.checks.compile(schema);
  const part = { schema, pointer: '', root: schema, owner: undefined };
  if (workshop.heights.of(schema) === Number.POSITIVE_INFINITY) {
    throw new UnsatisfiableSchema('', 'every value of it contains another of itself, without end');
  }
  let failure = new DeadEnd('', 'no value was found that satisfies all of its keywords together');
  for (let run = 0; run < runs; run += 1) {
    const maker = new ValueMaker(workshop, options.seed + run * 7_919, {
      usesOffers: run < 3,
      isMinimal: run >= 6,
    });
    try {
      const value = maker.make([part], { naming: { name: '', holder: '' }, depth: 0 });
      if (check(value)) return value;
      const problem = toProblems(check.errors)[0];
      failure = new UnsatisfiableSchema(
        problem?.schemaPath ?? '',
        `what was made ${problem?.message ?? 'is invalid'}`,
      );
    } catch (error) {
      if (!(error instanceof DeadEnd)) throw error;
      failure = error;
    }
  }
  throw new UnsatisfiableSchema(failure.pointer, failure.reason);
}
