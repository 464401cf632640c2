import { isDeepStrictEqual } from 'node:util';
import { type Call, callOnce, connectionCount, type LoadSample, measureLoad } from '../measure/load.ts';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { type ServedProcess, startServer } from '../measure/served-process.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import type { Effort } from '../options.ts';
import type { Ratio, Section } from '../report.ts';
import { newOrder, path } from '../servers/order.ts';
import { shopFile } from '../servers/shop-description.ts';
import { githubFile } from './github.ts';
import { peerFile, plumblineFile } from './plumbline-command.ts';

interface Subject {
  readonly title: string;
  readonly description: string;
  readonly calls: readonly Call[];
  readonly requests: number;
  readonly warmUpRequests: number;
  readonly rounds: number;
}

/** A mock and what it had used when it had answered every request once. */
interface StartedMock {
  readonly server: ServedProcess;
  readonly startSeconds: number;
  readonly startCpuSeconds: number;
}

const json = { accept: 'application/json' };

function subjects(effort: Effort): readonly Subject[] {
  const shop: Subject = {
    title: 'Mock: a small description',
    description: shopFile,
    calls: [
      { method: 'GET', path: '/customers/cus_0007/orders/ord_000042', headers: json },
      {
        method: 'POST',
        path,
        headers: { ...json, 'content-type': 'application/json' },
        body: JSON.stringify(newOrder),
      },
    ],
    requests: effort.mockRequests,
    warmUpRequests: effort.mockRequests * 5,
    rounds: effort.rounds,
  };
  const github: Subject = {
    title: 'Mock: GitHub’s description',
    description: githubFile,
    calls: [{ method: 'GET', path: '/gists/aa5a315d61ae9438b18d', headers: json }],
    requests: 40,
    warmUpRequests: 40,
    rounds: 3,
  };
  return effort.github ? [shop, github] : [shop];
}

/** The mock against Prism, both from the command line, with checks of the requests and answers from examples. */
export async function* measureMocks(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  for (const subject of subjects(effort)) yield await measureMock(subject, say);
}

async function measureMock(subject: Subject, say: (text: string) => void): Promise<Section> {
  const mocks: StartedMock[] = [];
  try {
    say(`${subject.title}: starting both`);
    mocks.push(
      await start(subject, 'Plumbline', plumblineFile, [
        'mock',
        subject.description,
        '--quiet',
        '--no-watch',
      ]),
      await start(subject, 'Prism', peerFile('@stoplight/prism-cli/dist/index.js'), [
        'mock',
        subject.description,
        '--multiprocess=false',
        '--verboseLevel=silent',
      ]),
    );
    const servers = mocks.map(({ server }) => server);
    const pairs = servers.flatMap((server) => subject.calls.map((call) => ({ server, call })));
    for (const call of subject.calls) await checkSameAnswer(servers, call);
    for (const { server, call } of pairs) await measureLoad(server, call, subject.warmUpRequests);
    const samples = await measureInRounds(
      pairs,
      subject.rounds,
      ({ server, call }) => measureLoad(server, call, subject.requests),
      (round) => say(`${subject.title}: round ${round + 1} of ${subject.rounds}`),
    );
    const of = (server: ServedProcess, call: Call): readonly LoadSample[] =>
      [...samples].find(([pair]) => pair.server === server && pair.call === call)?.[1] ?? [];
    return await toSection(subject, mocks, of);
  } finally {
    for (const { server } of mocks) await server.stop();
  }
}

async function start(
  subject: Subject,
  name: string,
  file: string,
  args: readonly string[],
): Promise<StartedMock> {
  const started = performance.now();
  const server = await startServer({ name, file, args: [...args, '--port={port}'], takesPort: true });
  for (const call of subject.calls) await callOnce(server, call);
  const startSeconds = (performance.now() - started) / 1000;
  const { cpuMicroseconds } = await server.usage();
  return { server, startSeconds, startCpuSeconds: cpuMicroseconds / 1e6 };
}

/** Both answer a success with the same JSON, and refuse a body that the description does not allow. */
async function checkSameAnswer(servers: readonly ServedProcess[], call: Call): Promise<void> {
  const answers: unknown[] = [];
  for (const server of servers) {
    const { status, text } = await callOnce(server, call);
    if (status !== 200 && status !== 201) {
      throw new MeasurementFailed(`${server.name} answers ${status} to ${call.method} ${call.path}: ${text}`);
    }
    answers.push(JSON.parse(text));
    if (call.body !== undefined) await checkRefusal(server, call);
  }
  if (!isDeepStrictEqual(answers[0], answers[1])) {
    throw new MeasurementFailed(`The mocks answer ${call.method} ${call.path} differently.`);
  }
}

async function checkRefusal(server: ServedProcess, call: Call): Promise<void> {
  const { status } = await callOnce(server, { ...call, body: '{"reference":"PO-2026-0815"}' });
  if (status !== 422 && status !== 400) {
    throw new MeasurementFailed(`${server.name} answers ${status} to an order without items.`);
  }
}

async function toSection(
  subject: Subject,
  mocks: readonly StartedMock[],
  of: (server: ServedProcess, call: Call) => readonly LoadSample[],
): Promise<Section> {
  const cpu = (server: ServedProcess, call: Call) =>
    of(server, call).map((sample) => sample.cpuMicrosecondsPerRequest);
  const wall = (server: ServedProcess, call: Call) =>
    of(server, call).map((sample) => sample.wallMicrosecondsPerRequest);
  const rows = await Promise.all(
    mocks.map(async ({ server, startSeconds, startCpuSeconds }) => {
      const { peakKilobytes } = await server.usage();
      return [
        server.name,
        ...subject.calls.flatMap((call) => [
          medianOf(cpu(server, call)).toFixed(0),
          Math.round(1e6 / medianOf(wall(server, call))).toLocaleString('en'),
        ]),
        startCpuSeconds.toFixed(2),
        startSeconds.toFixed(2),
        (peakKilobytes / 1024).toFixed(0),
      ];
    }),
  );
  const [plumbline, prism] = mocks.map(({ server }) => server);
  return {
    title: subject.title,
    method: [
      `${connectionCount} connections; ${subject.rounds} rounds of ${subject.requests} requests to each, medians. Prism writes no log.`,
      subject.calls.some(({ body }) => body !== undefined)
        ? 'Checked: both answer the same JSON and refuse a body that the description does not allow.'
        : 'Checked: both answer the same JSON.',
    ],
    figures: {
      head: [
        '',
        ...subject.calls.flatMap(({ method }) => [`${method} CPU µs`, `${method}/s`]),
        'start CPU s',
        'start s',
        'peak MB',
      ],
      rows,
    },
    ratios:
      plumbline && prism
        ? subject.calls.map(
            (call): Ratio => ({
              of: `Prism, ${call.method}`,
              cpu: ratiosOf(cpu(plumbline, call), cpu(prism, call)),
              wall: ratiosOf(wall(plumbline, call), wall(prism, call)),
            }),
          )
        : [],
  };
}
