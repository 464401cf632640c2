import { type CallSeries, callOnce, connectionCount, type LoadSample, measureLoad } from '../measure/load.ts';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { type ServedProcess, startServer } from '../measure/served-process.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import { benchFolder } from '../measure/usage.ts';
import type { Effort } from '../options.ts';
import type { Section } from '../report.ts';
import { newOrder, path } from '../servers/order.ts';
import { shopFile } from '../servers/shop-description.ts';
import { plumblineFile } from './plumbline-command.ts';

const headers = { accept: 'application/json', 'content-type': 'application/json' };
/** Each makes an order of its own, so that answers differ. */
const orders: CallSeries = () => ({ method: 'POST', path, headers, body: JSON.stringify(newOrder) });

/** A mock that checks every order, keeps it and checks what it answers, against `node:http` that only echoes. */
export async function measureMockWithState(effort: Effort, say: (text: string) => void): Promise<Section> {
  const servers: ServedProcess[] = [];
  try {
    const args = ['mock', shopFile, '--quiet', '--no-watch', '--port={port}'];
    const mock = await startServer({ name: 'Plumbline', file: plumblineFile, args, takesPort: true });
    servers.push(mock);
    const bare = await startServer({ name: 'bare node:http', file: `${benchFolder}/servers/bare.ts` });
    servers.push(bare);
    await checkKeeps(mock);
    for (const server of servers) await measureLoad(server, orders, effort.mockWarmUpRequests);
    const samples = await measureInRounds(
      servers,
      effort.rounds,
      (server) => measureLoad(server, orders, effort.mockRequests),
      (round) => say(`Mock with state: round ${round + 1} of ${effort.rounds}`),
    );
    return toSection(mock, bare, { effort, of: (server) => samples.get(server) ?? [] });
  } finally {
    for (const server of servers) await server.stop();
  }
}

/** What it creates is read, and a bad order is refused. */
async function checkKeeps(mock: ServedProcess): Promise<void> {
  const created = await callOnce(mock, orders(0));
  const { id, reference }: { id?: string; reference?: string } = JSON.parse(created.text);
  const read = await callOnce(mock, { method: 'GET', path: `/customers/cus_0007/orders/${id}`, headers });
  if (created.status !== 201 || read.status !== 200 || JSON.parse(read.text).reference !== reference) {
    throw new MeasurementFailed(`The mock does not keep orders: ${created.text} ${read.text}`);
  }
  const refused = await callOnce(mock, { method: 'POST', path, headers, body: '{}' });
  if (refused.status !== 400 && refused.status !== 422) {
    throw new MeasurementFailed(`The mock answers ${refused.status} to an empty order.`);
  }
}

function toSection(
  mock: ServedProcess,
  bare: ServedProcess,
  { effort, of }: { readonly effort: Effort; readonly of: (server: ServedProcess) => readonly LoadSample[] },
): Section {
  const cpu = (server: ServedProcess) => of(server).map((sample) => sample.cpuMicrosecondsPerRequest);
  const wall = (server: ServedProcess) => of(server).map((sample) => sample.wallMicrosecondsPerRequest);
  return {
    title: 'Mock with state: a POST that is kept',
    method: [
      `${connectionCount} connections; ${effort.rounds} rounds of ${effort.mockRequests} orders to each after ${effort.mockWarmUpRequests} to warm up, medians.`,
      'Checked: an order that was created is read, and an empty one is refused; bare node:http checks and keeps nothing.',
    ],
    figures: {
      head: ['', 'CPU µs/request', 'requests/s'],
      rows: [mock, bare].map((server) => [
        server.name,
        medianOf(cpu(server)).toFixed(1),
        Math.round(1e6 / medianOf(wall(server))).toLocaleString('en'),
      ]),
    },
    ratios: [
      {
        of: bare.name,
        cpu: ratiosOf(cpu(mock), cpu(bare)),
        wall: ratiosOf(wall(mock), wall(bare)),
        aim: { atMost: 1.5 },
      },
    ],
  };
}
