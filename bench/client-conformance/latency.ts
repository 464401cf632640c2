import { measureInRounds } from '../measure/rounds.ts';
import type { Contestant } from './case.ts';
import { ok } from './responses.ts';
import { machineTime } from './run-cases.ts';
import { startScriptedServer } from './scripted-server.ts';

const rounds = 12;
const callsOfRound = 100;
/** Of each client before anything counts: first calls take a multiple of the later ones. */
const warmUpCalls = 300;

/**
 * What each client adds to the time of one GET through `fetch`, in microseconds. All take their turn in each round,
 * and the fastest round of each counts: what else the machine does only ever makes a round slower.
 */
export async function addedLatency(contestants: readonly Contestant[]): Promise<ReadonlyMap<string, number>> {
  const server = await startScriptedServer([ok], machineTime);
  const { baseUrl } = server;
  const plain = { name: '', call: async (): Promise<unknown> => (await fetch(`${baseUrl}/things`)).json() };
  const calls = contestants.map(({ name, create }) => {
    const client = create({ baseUrl }, machineTime);
    return { name, call: (): Promise<unknown> => client.call({ method: 'GET', path: '/things' }) };
  });
  for (const { call } of [plain, ...calls]) await timeOf(call, warmUpCalls);
  const samples = await measureInRounds(
    [plain, ...calls],
    rounds,
    ({ call }) => timeOf(call, callsOfRound),
    () => undefined,
  );
  server.close();
  const fastest = (subject: typeof plain) => Math.min(...(samples.get(subject) ?? []));
  return new Map(calls.map((subject) => [subject.name, fastest(subject) - fastest(plain)]));
}

async function timeOf(call: () => Promise<unknown>, count: number): Promise<number> {
  const before = performance.now();
  for (let done = 0; done < count; done++) await call();
  return ((performance.now() - before) * 1_000) / count;
}
