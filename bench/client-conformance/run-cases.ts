import { setTimeout as pause } from 'node:timers/promises';
import type { Bench, Case, Contestant, Time } from './case.ts';
import { type ScriptedServer, startScriptedServer } from './scripted-server.ts';

/** A case that is still running then has failed, in milliseconds. */
const patience = 8_000;

export const machineTime: Time = {
  now: Date.now,
  pass: (duration) => pause(duration),
  whileWaiting: (duration, run) => void setTimeout(run, duration),
};

export interface Verdict {
  readonly group: string;
  readonly name: string;
  /** What went wrong; `undefined` where nothing did. */
  readonly failure: string | undefined;
}

/** Holds a client against the cases, a few at a time and on the machine's own time. */
export async function runCases(contestant: Contestant, cases: readonly Case[]): Promise<readonly Verdict[]> {
  // A case that failed may have other calls under way, which nobody waits for any more.
  process.on('unhandledRejection', ignore);
  const verdicts: Verdict[] = [];
  const waiting = [...cases];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { group, name } = next;
      verdicts.push({ group, name, failure: await runCase(contestant, next) });
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  process.off('unhandledRejection', ignore);
  return verdicts;
}

const ignore = () => undefined;

async function runCase(contestant: Contestant, { run }: Case): Promise<string | undefined> {
  const servers: ScriptedServer[] = [];
  const bench: Bench = {
    time: machineTime,
    async serve(...responses) {
      const server = await startScriptedServer(responses, machineTime);
      servers.push(server);
      return server;
    },
    client: (wish) => contestant.create(wish, machineTime),
  };
  const limit = new AbortController();
  const late = pause(patience, 'took too long', { signal: limit.signal });
  try {
    return await Promise.race([run(bench).then(() => undefined), late]);
  } catch (error) {
    return String(error).split('\n')[0];
  } finally {
    limit.abort();
    late.catch(() => undefined); // ended just above, so that nothing is left of it
    for (const server of servers) server.close();
  }
}
