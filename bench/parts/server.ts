import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Call, callOnce, connectionCount, type LoadSample, measureLoad } from '../measure/load.ts';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { type ServedProcess, startServer } from '../measure/served-process.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import { benchFolder } from '../measure/usage.ts';
import type { Effort } from '../options.ts';
import type { Aim, Ratio, Section } from '../report.ts';
import { newOrder, path } from '../servers/order.ts';
import { makeShop } from './make-shop.ts';

interface Peer {
  readonly name: string;
  readonly file: string;
  /** Whether it refuses what the description does not allow. */
  readonly checks: boolean;
  readonly aim?: Aim;
}

const plumblineName = 'Plumbline';

const peers: readonly Peer[] = [
  { name: 'bare node:http', file: 'bare.ts', checks: false, aim: { atMost: 1.15 } },
  { name: 'Fastify with schemas', file: 'fastify.ts', checks: true },
  { name: 'express-openapi-validator', file: 'express-openapi-validator.ts', checks: true },
];

const call: Call = {
  method: 'POST',
  path,
  headers: { 'content-type': 'application/json', accept: 'application/json' },
  body: JSON.stringify(newOrder),
};

/** A quantity of zero breaks `minimum: 1`. */
const badCall: Call = {
  ...call,
  body: JSON.stringify({ ...newOrder, items: [{ ...newOrder.items[0], quantity: 0 }] }),
};

/** The server of a generated contract against servers written with other libraries, on one validated POST. */
export async function* measureServers(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  const { contract, bundle } = await makeShop();
  const servers: ServedProcess[] = [];
  try {
    const plumblineFile = join(benchFolder, 'servers/plumbline.ts');
    servers.push(await startServer({ name: plumblineName, file: plumblineFile, args: [contract] }));
    for (const { name, file } of peers) {
      servers.push(await startServer({ name, file: join(benchFolder, 'servers', file), args: [bundle] }));
    }
    const answers = await checkAnswers(servers);
    const measure = (requests: number) => (server: ServedProcess) => measureLoad(server, call, requests);
    say('server: warming up');
    for (const server of servers) await measure(effort.warmUpRequests)(server);
    const samples = await measureInRounds(servers, effort.rounds, measure(effort.requests), (round) =>
      say(`server: round ${round + 1} of ${effort.rounds}`),
    );
    yield toSection(servers, samples, answers, effort);
  } finally {
    for (const server of servers) await server.stop();
  }
}

/**
 * All answer the same order, and those that check refuse a bad one.
 * @returns each server's answer
 */
async function checkAnswers(servers: readonly ServedProcess[]): Promise<ReadonlyMap<ServedProcess, string>> {
  const answers = new Map<ServedProcess, string>();
  const [plumbline] = servers;
  for (const server of servers) {
    const { status, text } = await callOnce(server, call);
    if (status !== 201) throw new MeasurementFailed(`${server.name} answers ${status}, not 201: ${text}`);
    answers.set(server, text);
    const expected = plumbline && answers.get(plumbline);
    if (!isDeepStrictEqual(JSON.parse(text), JSON.parse(expected ?? ''))) {
      throw new MeasurementFailed(`${server.name} answers another order than ${plumblineName}: ${text}`);
    }
    await checkRefusal(server);
  }
  return answers;
}

async function checkRefusal(server: ServedProcess): Promise<void> {
  if (peers.some(({ name, checks }) => name === server.name && !checks)) return;
  const { status } = await callOnce(server, badCall);
  if (status !== 400)
    throw new MeasurementFailed(`${server.name} answers ${status} to a bad order, not 400.`);
}

function toSection(
  servers: readonly ServedProcess[],
  samples: ReadonlyMap<ServedProcess, readonly LoadSample[]>,
  answers: ReadonlyMap<ServedProcess, string>,
  effort: Effort,
): Section {
  const cpu = (server: ServedProcess) =>
    (samples.get(server) ?? []).map((sample) => sample.cpuMicrosecondsPerRequest);
  const wall = (server: ServedProcess) =>
    (samples.get(server) ?? []).map((sample) => sample.wallMicrosecondsPerRequest);
  const [plumbline, ...others] = servers;
  const bytes = (text: string | undefined): number => Buffer.byteLength(text ?? '');
  return {
    title: 'Server: one validated POST',
    method: [
      `${bytes(call.body).toLocaleString('en')} bytes in, ${bytes(plumbline && answers.get(plumbline)).toLocaleString('en')} out; ${connectionCount} connections; ${effort.rounds} rounds of ${effort.requests.toLocaleString('en')} requests to each server, medians.`,
      'Checked: all answer the same order, every time; all but bare node:http refuse a bad one with 400.',
    ],
    figures: {
      head: ['', 'CPU µs/request', 'requests/s'],
      rows: servers.map((server) => [
        server.name,
        medianOf(cpu(server)).toFixed(1),
        Math.round(1e6 / medianOf(wall(server))).toLocaleString('en'),
      ]),
    },
    ratios: others.map((other): Ratio => {
      const aim = peers.find(({ name }) => name === other.name)?.aim;
      return {
        of: other.name,
        cpu: ratiosOf(plumbline ? cpu(plumbline) : [], cpu(other)),
        wall: ratiosOf(plumbline ? wall(plumbline) : [], wall(other)),
        ...(aim && { aim }),
      };
    }),
  };
}
