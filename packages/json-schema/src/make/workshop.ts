import { Inheritance } from '../check/inheritance.ts';
import type { Projection } from '../check/projection.ts';
import { type Checks, createChecks } from '../create-checks.ts';
import type { Definitions } from '../schema.ts';
import { Heights } from './heights.ts';

/** What is learnt about a set of definitions once and used for every value made of them. */
export interface Workshop {
  readonly definitions: Definitions;
  readonly projection: Projection | undefined;
  readonly checks: Checks;
  readonly heights: Heights;
  readonly inheritance: Inheritance;
  /** Schemas whose `examples` or `default` turned out invalid. */
  readonly distrusted: WeakSet<object>;
}

const workshops = new WeakMap<Definitions, Map<Projection | undefined, Workshop>>();

/** The workshop for these definitions; it is kept as long as the definitions object is. */
export function workshopFor(definitions: Definitions, projection: Projection | undefined): Workshop {
  const known = workshops.get(definitions) ?? new Map<Projection | undefined, Workshop>();
  workshops.set(definitions, known);
  const workshop = known.get(projection) ?? createWorkshop(definitions, projection);
  known.set(projection, workshop);
  return workshop;
}

function createWorkshop(definitions: Definitions, projection: Projection | undefined): Workshop {
  return {
    definitions,
    projection,
    checks: createChecks(definitions, { projection }),
    heights: new Heights(definitions),
    inheritance: new Inheritance(definitions),
    distrusted: new WeakSet(),
  };
}
