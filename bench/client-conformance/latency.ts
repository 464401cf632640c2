import { medianOf } from '../measure/statistics.ts';
import type { Contestant } from './case.ts';
import { ok } from './responses.ts';
import { machineTime } from './run-cases.ts';
import { startScriptedServer } from './scripted-server.ts';

const rounds = 15;
const callsOfRound = 100;

/**
 * What each client adds to the time of one GET through `fetch`, in microseconds: medians of rounds, in which all
 * take their turn.
 */
export async function addedLatency(contestants: readonly Contestant[]): Promise<ReadonlyMap<string, number>> {
  const server = await startScriptedServer([ok], machineTime);
  const { baseUrl } = server;
  const plain = async () => (await fetch(`${baseUrl}/things`)).json();
  const calls = contestants.map(({ name, create }) => {
    const client = create({ baseUrl }, machineTime);
    return { name, call: () => client.call({ method: 'GET', path: '/things' }) as Promise<unknown> };
  });
  const added = new Map<string, number[]>(calls.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    const base = await timeOf(plain);
    for (const { name, call } of calls) {
      const time = await timeOf(call);
      if (round > 0) added.get(name)?.push(time - base); // the first one warms up
    }
  }
  server.close();
  return new Map([...added].map(([name, times]) => [name, medianOf(times)]));
}

async function timeOf(call: () => Promise<unknown>): Promise<number> {
  const before = performance.now();
  for (let count = 0; count < callsOfRound; count++) await call();
  return ((performance.now() - before) * 1_000) / callsOfRound;
}
