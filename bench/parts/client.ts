import { join } from 'node:path';
import { createClient } from '@plumbline/runtime/client';
import { undiciFetch } from '@plumbline/runtime/client/node';
import createOpenapiFetch from 'openapi-fetch';
import { bundledSizes } from '../measure/bundled-size.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { startServer } from '../measure/served-process.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import { benchFolder } from '../measure/usage.ts';
import type { Effort } from '../options.ts';
import type { Ratio, Section } from '../report.ts';

interface Subject {
  readonly name: string;
  /** Makes one call and reads its answer. */
  readonly call: () => Promise<unknown>;
  /** What its CPU time over that of the last subject may be. */
  readonly aim?: number;
}

interface Sample {
  readonly cpu: number;
  readonly wall: number;
}

const answer = JSON.stringify({ id: 'cus_0007', name: 'Ada', tags: ['a', 'b'], total: 12 });
const order = { customer: 'cus_0007', items: [{ sku: 'A-1', quantity: 2 }] };
const json = { 'content-type': 'application/json' };
const stub = async (): Promise<Response> => new Response(answer, { headers: json });

type Untyped = { request(method: string, path: string, init: object): Promise<{ data?: unknown }> };
// Safe: without the types of a description, both clients take anything.
const ours = (options: object) => createClient<object>(options) as unknown as Untyped;
const theirs = (options: object) => createOpenapiFetch<object>(options) as unknown as Untyped;

/** What the client costs on top of `fetch`, through undici, and in bytes. */
export async function* measureClients(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  const baseUrl = 'http://api.test';
  const get = { params: { path: { id: 'cus_0007' }, query: { expand: ['orders'] } } };
  const clients = [
    { name: 'Plumbline', client: ours({ baseUrl, fetch: stub }) },
    { name: 'openapi-fetch', client: theirs({ baseUrl, fetch: stub }) },
  ];
  const stubbedGet = async () => (await stubbed(`${baseUrl}/customers/1`)).json();
  const init = () => ({ method: 'POST', headers: json, body: JSON.stringify(order) });
  const stubbedPost = async () => (await stubbed(`${baseUrl}/orders`, init())).json();
  const comparisons: readonly Comparison[] = [
    {
      title: 'Client: one GET, fetch replaced by a stub',
      calls: 6_000,
      subjects: [
        ...clients.map(({ name, client }) => ({
          name,
          aim: 1,
          call: () => client.request('get', '/customers/{id}', get),
        })),
        { name: 'Request and stub alone', call: stubbedGet },
      ],
    },
    {
      title: 'Client: one POST, fetch replaced by a stub',
      calls: 6_000,
      subjects: [
        ...clients.map(({ name, client }) => ({
          name,
          aim: 1,
          call: () => client.request('post', '/orders', { body: order }),
        })),
        { name: 'Request and stub alone', call: stubbedPost },
      ],
    },
  ];
  for (const comparison of comparisons) yield await compare(comparison, effort, say);
  yield* measureTransport(effort, say);
  yield {
    title: 'Client: bytes for a browser',
    method: ['Bundled and minified by rolldown; gzip of level 9.'],
    figures: {
      head: ['', 'minified', 'gzip'],
      rows: (await bundledSizes()).map(([name, ...bytes]) => [
        name,
        ...bytes.map((one) => one.toLocaleString('en')),
      ]),
    },
    ratios: [],
  };
}

async function stubbed(url: string, init?: RequestInit): Promise<Response> {
  new Request(url, init);
  return stub();
}

async function* measureTransport(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  const server = await startServer({ name: 'node:http', file: join(benchFolder, 'servers/fixed.ts') });
  try {
    const baseUrl = server.url;
    const client = ours({ baseUrl, fetch: undiciFetch() });
    const init = () => ({ method: 'POST', headers: json, body: JSON.stringify(order) });
    const comparisons: readonly Comparison[] = [
      {
        title: 'Client: one GET over a connection',
        calls: 1_500,
        subjects: [
          { name: 'Plumbline on undici', aim: 0.55, call: () => client.request('get', '/', {}) },
          { name: 'the global fetch', call: async () => (await fetch(baseUrl)).json() },
        ],
      },
      {
        title: 'Client: one POST over a connection',
        calls: 1_500,
        subjects: [
          {
            name: 'Plumbline on undici',
            aim: 0.55,
            call: () => client.request('post', '/', { body: order }),
          },
          { name: 'the global fetch', call: async () => (await fetch(baseUrl, init())).json() },
        ],
      },
    ];
    for (const comparison of comparisons) yield await compare(comparison, effort, say);
  } finally {
    await server.stop();
  }
}

interface Comparison {
  readonly title: string;
  /** In each round. */
  readonly calls: number;
  readonly subjects: readonly Subject[];
}

/** The first subject against all others. */
async function compare(
  { title, calls, subjects }: Comparison,
  effort: Effort,
  say: (text: string) => void,
): Promise<Section> {
  // In turns, because what the compiler makes of a call changes with who else calls.
  for (let turn = 0; turn < 4; turn++) {
    for (const subject of subjects) await measureCalls(subject, calls / 2);
  }
  const samples = await measureInRounds(
    subjects,
    effort.rounds,
    (subject) => measureCalls(subject, calls),
    (round) => say(`client: round ${round + 1} of ${effort.rounds}`),
  );
  const column = (subject: Subject | undefined, of: keyof Sample) =>
    (subject ? (samples.get(subject) ?? []) : []).map((sample) => sample[of]);
  const [first, ...others] = subjects;
  return {
    title,
    method: [`${effort.rounds} rounds of ${calls} calls one after the other in one process, medians.`],
    figures: {
      head: ['', 'CPU µs/call', 'wall µs/call'],
      rows: subjects.map((subject) => [
        subject.name,
        medianOf(column(subject, 'cpu')).toFixed(1),
        medianOf(column(subject, 'wall')).toFixed(1),
      ]),
    },
    subject: first?.name ?? '',
    ratios: others.map(
      (other, index): Ratio => ({
        of: other.name,
        cpu: ratiosOf(column(first, 'cpu'), column(other, 'cpu')),
        wall: ratiosOf(column(first, 'wall'), column(other, 'wall')),
        ...(index === 0 && first?.aim !== undefined && { aim: { atMost: first.aim } }),
      }),
    ),
  };
}

async function measureCalls({ call }: Subject, calls: number): Promise<Sample> {
  const cpuBefore = process.cpuUsage();
  const wallBefore = performance.now();
  for (let count = 0; count < calls; count++) await call();
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpu: (user + system) / calls, wall: ((performance.now() - wallBefore) * 1_000) / calls };
}
