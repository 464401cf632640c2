import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { startVitest, type TestCase } from 'vitest/node';

interface Outcome {
  readonly name: string;
  readonly state: string;
  readonly message: string;
}

/** Runs a suite of `fixtures/vitest-suite` as a user's project would. */
async function runSuite(name: string): Promise<readonly Outcome[]> {
  const root = fileURLToPath(new URL('./fixtures/vitest-suite', import.meta.url));
  const exitCode = process.exitCode;
  const vitest = await startVitest('test', [], {
    root,
    config: false,
    watch: false,
    include: [`${name}.ts`],
    reporters: [{}],
  });
  const cases = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
  await vitest.close();
  process.exitCode = exitCode; // the failing of the suite under test is no failing of this one
  return cases.map(toOutcome);
}

function toOutcome(testCase: TestCase): Outcome {
  const result = testCase.result();
  const note = result.state === 'skipped' ? (result.note ?? '') : '';
  return {
    name: testCase.fullName,
    state: result.state,
    message: result.errors?.map(({ message }) => message).join('\n') ?? note,
  };
}

const inState = (outcomes: readonly Outcome[], wanted: string) =>
  outcomes.filter(({ state }) => state === wanted);

describe('in vitest', { timeout: 60_000 }, () => {
  test('a server that keeps its contract passes, and what was not proved is skipped with its reason', async () => {
    const outcomes = await runSuite('right');
    expect(inState(outcomes, 'failed')).toEqual([]);
    expect(inState(outcomes, 'passed').map(({ name }) => name)).toContain(
      'contract of Shelf > getBook > the body of 200 is valid [R.body/200]',
    );
    expect(inState(outcomes, 'skipped')).toContainEqual({
      name: 'contract of Shelf > getBook > answers 429 [R.status/429]',
      state: 'skipped',
      message: 'not-seen: no answer of the run showed it',
    });
  });

  test('a breach fails the test of its obligation and tells how to send it again', async () => {
    const failed = inState(await runSuite('faulty'), 'failed');
    expect(failed.map(({ name }) => name)).toEqual([
      'contract of Shelf > getBook > the body of 200 is valid [R.body/200]',
    ]);
    expect(failed[0]?.message).toMatch(/expected {4}a body that is valid against its schema/);
    expect(failed[0]?.message).toMatch(/again {7}curl -i -H 'authorization: Bearer '"\$TOKEN"/);
  });

  test('a known failure is skipped until its day has passed', async () => {
    const outcomes = await runSuite('borne');
    expect(inState(outcomes, 'skipped')).toMatchObject([
      {
        name: expect.stringContaining('R.body/200'),
        message: 'waived until 2999-01-01 (api): the vendor knows',
      },
    ]);
    expect(inState(outcomes, 'failed')).toMatchObject([
      { name: expect.stringContaining('R.header/401/WWW-Authenticate') },
    ]);
  });

  test('a strict suite also fails what only should be, and what was not proved', async () => {
    const failed = inState(await runSuite('strict'), 'failed');
    expect(failed.map(({ message }) => message)).toContainEqual(expect.stringContaining('405 and Allow'));
    expect(failed.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('R.status/429 was not proved'),
    );
  });
});
