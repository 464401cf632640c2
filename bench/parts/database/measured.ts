import {
  type Call,
  type CallSeries,
  callOnce,
  connectionCount,
  type LoadSample,
  measureLoad,
} from '../../measure/load.ts';
import { MeasurementFailed } from '../../measure/measurement-failed.ts';
import { measureInRounds } from '../../measure/rounds.ts';
import type { ServedProcess } from '../../measure/served-process.ts';
import { medianOf, ratiosOf } from '../../measure/statistics.ts';
import type { Ratio, Table } from '../../report.ts';

/** One way of doing one thing, measured again and again. */
export interface Measured {
  readonly name: string;
  sample(requests: number): Promise<LoadSample>;
}

export function overHttp(name: string, server: ServedProcess, call: Call | CallSeries): Measured {
  return { name, sample: (requests) => measureLoad(server, call, requests) };
}

/** The queries of a request in a loop inside of the bare server, which answers when all are done. */
export function withoutHttp(name: string, server: ServedProcess, { path, ...call }: Call): Measured {
  return {
    name,
    sample: async (requests) => {
      const before = await server.usage();
      const started = performance.now();
      const { status } = await callOnce(server, { ...call, path: `/driver/${requests}${path}` });
      const milliseconds = performance.now() - started;
      if (status !== 200) throw new MeasurementFailed(`${name} answers ${status}.`);
      const after = await server.usage();
      return {
        cpuMicrosecondsPerRequest: (after.cpuMicroseconds - before.cpuMicroseconds) / requests,
        wallMicrosecondsPerRequest: (milliseconds * 1000) / requests,
      };
    },
  };
}

export type Samples = ReadonlyMap<Measured, readonly LoadSample[]>;

export interface Rounds {
  readonly rounds: number;
  readonly requests: number;
  readonly warmUpRequests: number;
}

/** Everything once to warm up, then in rounds. */
export async function measureAll(
  all: readonly Measured[],
  { rounds, requests, warmUpRequests }: Rounds,
  say: (text: string) => void,
): Promise<Samples> {
  say('warming up');
  for (const one of all) await one.sample(warmUpRequests);
  return measureInRounds(
    all,
    rounds,
    (one) => one.sample(requests),
    (round) => say(`round ${round + 1} of ${rounds}`),
  );
}

export function toFigures(samples: Samples): Table {
  return {
    head: ['', 'CPU µs/request', 'ms/answer', 'requests/s'],
    rows: [...samples].map(([{ name }, list]) => {
      const wall = medianOf(list.map(wallOf));
      return [
        name,
        medianOf(list.map(cpuOf)).toFixed(0),
        ((wall * connectionCount) / 1000).toFixed(2),
        Math.round(1e6 / wall).toLocaleString('en'),
      ];
    }),
  };
}

export function compare(
  samples: Samples,
  subject: Measured,
  other: Measured,
  ratio: Pick<Ratio, 'of' | 'aim' | 'note'>,
): Ratio {
  const [mine, theirs] = [samples.get(subject) ?? [], samples.get(other) ?? []];
  return {
    ...ratio,
    cpu: ratiosOf(mine.map(cpuOf), theirs.map(cpuOf)),
    wall: ratiosOf(mine.map(wallOf), theirs.map(wallOf)),
  };
}

function cpuOf(sample: LoadSample): number {
  return sample.cpuMicrosecondsPerRequest;
}

function wallOf(sample: LoadSample): number {
  return sample.wallMicrosecondsPerRequest;
}
