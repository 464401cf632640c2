import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { callerOf, type Reply } from '../caller.ts';

/** What came of the requests of a load. */
export interface Tally {
  /** How many answers had each status; 0 stands for connections that broke. */
  readonly statuses: ReadonlyMap<number, number>;
  /** Names of the tokens whose creation was answered 201. */
  readonly acknowledged: readonly string[];
  /** Of the request that took longest, in milliseconds. */
  readonly slowestMs: number;
}

export interface LoadOptions {
  /** Where a request goes, asked for each. */
  readonly target: () => string;
  readonly token: string;
  readonly perSecond: number;
}

export interface Load {
  /** Sends no more, and resolves when every request has ended. */
  stop(): Promise<Tally>;
}

/** Sends requests at a steady pace, however long the answers take: in turn a read and a write with a key. */
export function startLoad({ target, token, perSecond }: LoadOptions): Load {
  const statuses = new Map<number, number>();
  const acknowledged: string[] = [];
  const running = new Set<Promise<void>>();
  let slowestMs = 0;
  let turn = 0;

  const sendOne = async (): Promise<void> => {
    const startedAt = performance.now();
    const name = `load ${randomUUID()}`;
    const call = callerOf(fetch, token, target());
    turn += 1;
    const sent = turn % 2 === 0 ? createToken(call, name) : call('GET', '/organizations/me');
    const status = await sent.then(
      (reply) => reply.status,
      () => 0,
    );
    if (status === 201) acknowledged.push(name);
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
    slowestMs = Math.max(slowestMs, performance.now() - startedAt);
  };
  const startedAt = performance.now();
  let begun = 0;
  // A busy machine delays timers; what is due is sent all the same.
  const timer = setInterval(() => {
    const due = ((performance.now() - startedAt) / 1_000) * perSecond;
    for (; begun < due; begun += 1) {
      const one = sendOne().finally(() => running.delete(one));
      running.add(one);
    }
  }, 10);

  return {
    async stop() {
      clearInterval(timer);
      while (running.size > 0) await Promise.all(running);
      return { statuses, acknowledged, slowestMs };
    },
  };
}

type Call = ReturnType<typeof callerOf>;

/** Creates a token, with its name as idempotency key. */
export function createToken(call: Call, name: string): Promise<Reply> {
  const key = name.replaceAll(' ', '-');
  return call('POST', '/tokens', { body: { name, scopes: ['read:tokens'] }, key });
}

/** Again while the first request with the key is running, or the database is away. */
export async function untilSettled(send: () => Promise<Reply>): Promise<Reply> {
  for (let attempt = 1; attempt <= 100; attempt += 1) {
    const reply = await send();
    if (reply.status !== 409 && reply.status !== 503) return reply;
    await wait(100);
  }
  throw new Error('A request is never answered for good.');
}

/** Milliseconds until `/health/ready` of all servers is 200. */
export async function untilReady(urls: readonly string[], atMostMs = 30_000): Promise<number> {
  const startedAt = performance.now();
  for (const url of urls) {
    while ((await statusOf(`${url}/health/ready`)) !== 200) {
      if (performance.now() - startedAt > atMostMs) throw new Error(`${url} does not get ready.`);
      await wait(50);
    }
  }
  return Math.round(performance.now() - startedAt);
}

/** Milliseconds until `/health/ready` is 503. */
export async function untilNotReady(url: string): Promise<number> {
  const startedAt = performance.now();
  while ((await statusOf(`${url}/health/ready`)) !== 503) await wait(50);
  return Math.round(performance.now() - startedAt);
}

export async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.status;
  } catch {
    return 0;
  }
}

export function inWords(statuses: ReadonlyMap<number, number>): string {
  return [...statuses]
    .sort(([a], [b]) => a - b)
    .map(([status, count]) => `${count} × ${status}`)
    .join(', ');
}
