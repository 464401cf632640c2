import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Call, callOnce, connectionCount, type LoadSample, measureLoad } from '../measure/load.ts';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { type ServedProcess, startServer } from '../measure/served-process.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import { benchFolder } from '../measure/usage.ts';
import type { Effort } from '../options.ts';
import type { Ratio, Section } from '../report.ts';
import { newOrder, path } from '../servers/order.ts';
import { shopFile } from '../servers/shop-description.ts';
import { bundleCheckView } from './checkview.ts';
import { githubFile } from './github.ts';
import { measureMockWithState } from './mock-with-state.ts';
import { peerFile, plumblineFile } from './plumbline-command.ts';

interface Subject {
  readonly title: string;
  readonly description: string;
  /** How many times as many requests a second as Prism at least. */
  readonly timesPrism: number | undefined;
  readonly calls: readonly Call[];
  /** A body that the description does not allow, where a call has one. */
  readonly badBody?: string;
  /** To the mock and the floor. */
  readonly load: Load;
  readonly prismLoad: Load;
  readonly rounds: number;
}

/** How many requests of each kind. */
interface Load {
  readonly requests: number;
  readonly warmUpRequests: number;
}

/** A mock and what it had used when it had answered every request once. */
interface StartedMock {
  readonly server: ServedProcess;
  readonly startSeconds: number;
  readonly startCpuSeconds: number;
}

const json = { accept: 'application/json' };

const websiteId = '6f1c2a34-8b7d-4e5f-9a0b-1c2d3e4f5a6b';

async function subjects(effort: Effort): Promise<readonly Subject[]> {
  const loads = {
    load: { requests: effort.mockRequests, warmUpRequests: effort.mockWarmUpRequests },
    prismLoad: { requests: effort.prismRequests, warmUpRequests: effort.prismWarmUpRequests },
  };
  const shop: Subject = {
    title: 'Mock: a small description',
    description: shopFile,
    timesPrism: undefined,
    badBody: '{"reference":"PO-2026-0815"}',
    calls: [
      { method: 'GET', path: '/customers/cus_0007/orders/ord_000042', headers: json },
      {
        method: 'POST',
        path,
        headers: { ...json, 'content-type': 'application/json' },
        body: JSON.stringify(newOrder),
      },
    ],
    ...loads,
    rounds: effort.rounds,
  };
  const authorized = { ...json, authorization: 'Bearer cvpat_of_a_mock' };
  const checkView: Subject = {
    title: 'Mock: CheckView’s description, 104 operations',
    description: await bundleCheckView(),
    timesPrism: 12,
    badBody: '{"name":"Acme Shop"}',
    calls: [
      { method: 'GET', path: `/api/v1/websites/${websiteId}`, headers: authorized },
      {
        method: 'POST',
        path: '/api/v1/websites',
        headers: { ...authorized, 'content-type': 'application/json' },
        body: JSON.stringify({ name: 'Acme Shop', url: 'https://shop.acme.example/' }),
      },
    ],
    ...loads,
    rounds: effort.rounds,
  };
  const github: Subject = {
    title: 'Mock: GitHub’s description',
    description: githubFile,
    timesPrism: 400,
    calls: [{ method: 'GET', path: '/gists/aa5a315d61ae9438b18d', headers: json }],
    load: loads.load,
    prismLoad: { requests: 40, warmUpRequests: 40 },
    rounds: 3,
  };
  return effort.github ? [shop, checkView, github] : [shop, checkView];
}

/**
 * The mock against Prism, both from the command line, with checks of the requests and answers from examples;
 * and against a bare server that answers the same.
 */
export async function* measureMocks(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  for (const subject of await subjects(effort)) yield await measureMock(subject, say);
  yield await measureMockWithState(effort, say);
}

async function measureMock(subject: Subject, say: (text: string) => void): Promise<Section> {
  const mocks: StartedMock[] = [];
  const floors: ServedProcess[] = [];
  try {
    say(`${subject.title}: starting both`);
    mocks.push(
      await start(subject, 'Plumbline', plumblineFile, [
        'mock',
        subject.description,
        '--quiet',
        '--no-watch',
        // Prism remembers nothing, and both are to answer the same.
        '--no-state',
      ]),
      await start(subject, prismName, peerFile('@stoplight/prism-cli/dist/index.js'), [
        'mock',
        subject.description,
        '--multiprocess=false',
        '--verboseLevel=silent',
      ]),
    );
    const [plumbline] = mocks;
    if (!plumbline) throw new MeasurementFailed('No mock was started.');
    const floor = await startFloor(plumbline.server, subject);
    floors.push(floor);
    const servers = [...mocks.map(({ server }) => server), floor];
    const pairs = servers.flatMap((server) => subject.calls.map((call) => ({ server, call })));
    for (const call of subject.calls) await checkSameAnswer(servers, call, subject);
    for (const { server, call } of pairs)
      await measureLoad(server, call, loadOf(server, subject).warmUpRequests);
    const samples = await measureInRounds(
      pairs,
      subject.rounds,
      ({ server, call }) => measureLoad(server, call, loadOf(server, subject).requests),
      (round) => say(`${subject.title}: round ${round + 1} of ${subject.rounds}`),
    );
    const of = (server: ServedProcess, call: Call): readonly LoadSample[] =>
      [...samples].find(([pair]) => pair.server === server && pair.call === call)?.[1] ?? [];
    return await toSection(subject, { mocks, floor, of });
  } finally {
    for (const server of [...floors, ...mocks.map(({ server }) => server)]) await server.stop();
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

const prismName = 'Prism';
const floorName = 'bare node:http';

function loadOf({ name }: ServedProcess, { load, prismLoad }: Subject): Load {
  return name === prismName ? prismLoad : load;
}

/** A server that answers what the mock answers, without a look at what it is asked. */
async function startFloor(mock: ServedProcess, { calls }: Subject): Promise<ServedProcess> {
  const told: unknown[] = [];
  for (const call of calls) {
    const { status, text } = await callOnce(mock, call);
    told.push({ method: call.method, status, value: JSON.parse(text) });
  }
  const file = join(benchFolder, 'servers/same-answers.ts');
  return startServer({ name: floorName, file, args: [JSON.stringify(told)] });
}

/** All answer a success with the same JSON; the mocks refuse a body that the description does not allow. */
async function checkSameAnswer(
  servers: readonly ServedProcess[],
  call: Call,
  { badBody }: Subject,
): Promise<void> {
  const answers: unknown[] = [];
  for (const server of servers) {
    const { status, text } = await callOnce(server, call);
    if (status !== 200 && status !== 201) {
      throw new MeasurementFailed(`${server.name} answers ${status} to ${call.method} ${call.path}: ${text}`);
    }
    answers.push(JSON.parse(text));
    if (badBody !== undefined && call.body !== undefined && server.name !== floorName)
      await checkRefusal(server, { ...call, body: badBody });
  }
  if (answers.some((answer) => !isDeepStrictEqual(answer, answers[0]))) {
    throw new MeasurementFailed(`The mocks answer ${call.method} ${call.path} differently.`);
  }
}

async function checkRefusal(server: ServedProcess, call: Call): Promise<void> {
  const { status } = await callOnce(server, call);
  if (status !== 422 && status !== 400) {
    throw new MeasurementFailed(`${server.name} answers ${status} to ${call.body}.`);
  }
}

interface Measured {
  readonly mocks: readonly StartedMock[];
  readonly floor: ServedProcess;
  readonly of: (server: ServedProcess, call: Call) => readonly LoadSample[];
}

async function toSection(subject: Subject, { mocks, floor, of }: Measured): Promise<Section> {
  const cpu = (server: ServedProcess, call: Call) =>
    of(server, call).map((sample) => sample.cpuMicrosecondsPerRequest);
  const wall = (server: ServedProcess, call: Call) =>
    of(server, call).map((sample) => sample.wallMicrosecondsPerRequest);
  const loadFigures = (server: ServedProcess) =>
    subject.calls.flatMap((call) => [
      medianOf(cpu(server, call)).toFixed(0),
      Math.round(1e6 / medianOf(wall(server, call))).toLocaleString('en'),
    ]);
  const rows = await Promise.all(
    mocks.map(async ({ server, startSeconds, startCpuSeconds }) => {
      const { peakKilobytes } = await server.usage();
      return [
        server.name,
        ...loadFigures(server),
        startCpuSeconds.toFixed(2),
        startSeconds.toFixed(2),
        (peakKilobytes / 1024).toFixed(0),
      ];
    }),
  );
  const [plumbline, prism] = mocks.map(({ server }) => server);
  if (!plumbline || !prism) throw new MeasurementFailed('A mock is missing.');
  const against = (other: ServedProcess, aim: Ratio['aim']) =>
    subject.calls.map(
      (call): Ratio => ({
        of: `${other.name}, ${call.method}`,
        cpu: ratiosOf(cpu(plumbline, call), cpu(other, call)),
        wall: ratiosOf(wall(plumbline, call), wall(other, call)),
        ...(aim && { aim }),
      }),
    );
  return {
    title: subject.title,
    method: [
      `${connectionCount} connections; ${subject.rounds} rounds of ${toldLoad(subject.load)}, medians.`,
      `To Prism, which writes no log: ${toldLoad(subject.prismLoad)}.`,
      subject.calls.some(({ body }) => body !== undefined)
        ? 'Checked: all answer the same JSON; the mocks refuse a body that the description does not allow.'
        : 'Checked: all answer the same JSON.',
    ],
    figures: {
      head: [
        '',
        ...subject.calls.flatMap(({ method }) => [`${method} CPU µs`, `${method}/s`]),
        'start CPU s',
        'start s',
        'peak MB',
      ],
      rows: [...rows, [floor.name, ...loadFigures(floor), '', '', '']],
    },
    ratios: [
      ...against(
        prism,
        subject.timesPrism === undefined ? undefined : { atMost: 1 / subject.timesPrism, on: 'wall' },
      ),
      ...against(floor, { atMost: 1.5 }),
    ],
  };
}

function toldLoad({ requests, warmUpRequests }: Load): string {
  return `${requests} requests of each kind after ${warmUpRequests} to warm up`;
}
