import { describe, expect, onTestFinished, test } from 'vitest';
import type { Bench, Time } from '../../../../bench/client-conformance/case.ts';
import { cases } from '../../../../bench/client-conformance/cases.ts';
import { plumbline } from '../../../../bench/client-conformance/clients/plumbline.ts';
import { startScriptedServer } from '../../../../bench/client-conformance/scripted-server.ts';
import { TestClock } from './support/test-clock.ts';

/** The suite that the benchmark holds other clients against as well, here with a clock that nobody waits for. */
function createBench(): Bench {
  const clock = new TestClock();
  const time: Time = {
    now: clock.now,
    pass: async (duration) => clock.advance(duration),
    whileWaiting(_, run) {
      clock.onSleep = run;
    },
  };
  return {
    time,
    async serve(...responses) {
      const server = await startScriptedServer(responses, time);
      onTestFinished(() => server.close());
      return server;
    },
    client: (wish) => plumbline(clock).create(wish, time),
  };
}

describe.each(Object.entries(Object.groupBy(cases, ({ group }) => group)))('%s', (_, group = []) => {
  test.each(group)('$name', ({ run }) => run(createBench()));
});

test('the suite is as large as it says, and no case is there twice', () => {
  expect(cases.length).toBeGreaterThanOrEqual(80);
  expect(new Set(cases.map(({ group, name }) => `${group}: ${name}`)).size).toBe(cases.length);
});
