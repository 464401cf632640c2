import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Postgres } from '../../database/postgres.ts';
import { callOnce } from '../../measure/load.ts';
import { MeasurementFailed } from '../../measure/measurement-failed.ts';
import { medianOf } from '../../measure/statistics.ts';
import type { Effort } from '../../options.ts';
import type { Section } from '../../report.ts';
import { startApi } from './start-api.ts';

interface Start {
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/** From the start of the process to the first answer that says it is ready. */
export async function measureStartUps(
  postgres: Postgres,
  effort: Effort,
  say: (text: string) => void,
): Promise<Section> {
  const samples: Record<string, Start[]> = {};
  const rounds = Math.max(2, effort.commandRounds);
  for (let round = 0; round < rounds; round++) {
    say(`start-up: round ${round + 1} of ${rounds}`);
    const folder = await mkdtemp(join(tmpdir(), 'plumbline-bench-data-'));
    const url = await postgres.createDatabase(`start_${round}`);
    const starts: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['PGlite, a new folder', { CHECKVIEW_DATA: folder }],
      ['PGlite, the folder again', { CHECKVIEW_DATA: folder }],
      ['PostgreSQL, an empty database', { DATABASE_URL: url }],
      ['PostgreSQL, the database again', { DATABASE_URL: url }],
    ];
    try {
      for (const [name, env] of starts) {
        samples[name] ??= [];
        samples[name].push(await measureStart(env));
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  }
  return {
    title: 'Database: start of the API',
    method: [`Until it is ready, from its TypeScript sources; ${rounds} rounds, medians.`],
    figures: {
      head: ['', 'CPU s', 'wall s'],
      rows: Object.entries(samples).map(([name, starts]) => [
        name,
        medianOf(starts.map(({ cpuSeconds }) => cpuSeconds)).toFixed(2),
        medianOf(starts.map(({ wallSeconds }) => wallSeconds)).toFixed(2),
      ]),
    },
    ratios: [],
  };
}

async function measureStart(env: Readonly<Record<string, string>>): Promise<Start> {
  const started = performance.now();
  const server = await startApi(env);
  try {
    const { status } = await callOnce(server, { method: 'GET', path: '/health/ready', headers: {} });
    if (status !== 200) throw new MeasurementFailed(`The API answers ${status} when it has started.`);
    const wallSeconds = (performance.now() - started) / 1000;
    const { cpuMicroseconds } = await server.usage();
    return { cpuSeconds: cpuMicroseconds / 1e6, wallSeconds };
  } finally {
    await server.end();
  }
}
