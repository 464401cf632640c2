import { describe, expect, test } from 'vitest';
import { faultOperators, type Mutant, planMutants } from '../../src/faults/index.ts';
import { loadModel } from '../load-shelf.ts';
import { loadDepot, type Toured, takeTour } from './depot-mutants.ts';

const model = await loadDepot();
const right = await takeTour(model);
const mutants = planMutants(model);

/** Of the places of an operator, one of the first must do. */
const placesTried = 6;

async function fire(operator: string): Promise<Toured & { readonly mutant: Mutant }> {
  const places = mutants.filter((mutant) => mutant.operator === operator).slice(0, placesTried);
  for (const mutant of places) {
    const toured = await takeTour(model, mutant);
    if (toured.fault && toured.fault.illegal > 0) return { ...toured, mutant };
  }
  throw new Error(`${operator} did not break the contract at ${places.map(({ id }) => id).join(', ')}`);
}

/** Side requests count against the limit too. */
const withoutCount = (answer: string): string => answer.replace(/\["x-ratelimit-remaining","\d+"\],?/, '');

describe('the fault operator', () => {
  test.for(faultOperators.map(({ id, breaks }) => [id, breaks] as const))(
    '%s (%s) fires, breaks the contract, and changes nothing before',
    async ([id]) => {
      const { answers, before, fault } = await fire(id);
      expect(fault?.firstBreach).toBeTypeOf('string');
      expect(answers.slice(0, before).map(withoutCount)).toEqual(
        right.answers.slice(0, before).map(withoutCount),
      );
    },
  );

  test('has an id of its own, and is in a group of the catalogue', () => {
    expect(faultOperators).toHaveLength(163);
    expect(new Set(faultOperators.map(({ id }) => id)).size).toBe(163);
  });
});

describe('a fault that does not fire', () => {
  const elsewhere = mutants.filter(
    ({ operation, operator }) => operation === 'listStaff' && /^(RS|RH|RB|PR)/.test(operator),
  );

  test('changes no byte of any answer', async () => {
    expect(elsewhere.length).toBeGreaterThan(20);
    const quiet = elsewhere.filter((_, index) => index % 8 === 0);
    for (const mutant of quiet) {
      const { answers, before, fault } = await takeTour(model, mutant);
      const untouched = fault?.fired === 0 ? answers.length : before;
      expect(answers.slice(0, untouched)).toEqual(right.answers.slice(0, untouched));
    }
  });
});

describe('the plan of mutants', () => {
  test('has places only where the subject of a fault is declared', async () => {
    const petstore = await loadModel(new URL('../fixtures/foreign/petstore-expanded.yaml', import.meta.url));
    const groups = new Set(planMutants(petstore).map(({ operator }) => operator.slice(0, 2)));
    expect([...groups].sort()).toEqual(['AU', 'LC', 'RB', 'RH', 'RQ', 'RS']);
  });

  test('takes the same places for the same seed, and no more than asked for', () => {
    const plan = (seed: number) => planMutants(model, { seed, perOperator: 2 }).map(({ id }) => id);
    expect(plan(3)).toEqual(plan(3));
    expect(plan(3)).not.toEqual(plan(4));
    const counts = Map.groupBy(planMutants(model, { perOperator: 2 }), ({ operator }) => operator);
    expect(Math.max(...[...counts.values()].map(({ length }) => length))).toBe(2);
  });

  test('is narrowed to operators, groups, operations and single mutants', () => {
    const plan = (only: readonly string[]) => planMutants(model, { only });
    expect(new Set(plan(['PG']).map(({ operator }) => operator.slice(0, 2)))).toEqual(new Set(['PG']));
    expect(plan(['LC-13']).map(({ id }) => id)).toEqual([
      'LC-13@createCrate',
      'LC-13@createPart',
      'LC-13@createKey',
    ]);
    expect(plan(['RB-01@getCrate/200/name'])).toHaveLength(1);
    expect(new Set(plan(['getCrate']).map(({ operation }) => operation))).toEqual(new Set(['getCrate']));
  });
});

describe('a fault', () => {
  test('chooses the same again for the same seed', async () => {
    const chosen = mutants.filter(({ operator }) => ['LC-03', 'RB-13', 'RQ-03', 'ID-03'].includes(operator));
    for (const mutant of planMutants(model, { only: chosen.map(({ id }) => id), perOperator: 1 })) {
      const [one, other] = [await takeTour(model, mutant), await takeTour(model, mutant)];
      expect(one.answers).toEqual(other.answers);
    }
  });
});
