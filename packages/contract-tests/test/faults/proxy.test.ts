import { createServer, request as httpRequest } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { createCommandSuite, mutate, startFaultProxy } from '../../src/faults/index.ts';
import { loadDepot } from './depot-mutants.ts';

const model = await loadDepot();

/** A server that tells what reached it. */
const reached: string[] = [];
const server = createServer((incoming, outgoing) => {
  reached.push(`${incoming.method} ${incoming.url}`);
  outgoing.setHeader('content-type', 'application/json');
  outgoing.end('{"ok":true}');
});
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
const proxy = await startFaultProxy(`http://127.0.0.1:${port}/v1/`);
afterAll(async () => {
  await proxy.close();
  server.close();
});

/** A request as no client writes it. */
function send(path: string, headers: Record<string, string> = {}): Promise<number> {
  const { hostname, port: proxyPort } = new URL(proxy.url);
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ hostname, port: proxyPort, path, headers }, (incoming) => {
      incoming.resume();
      incoming.on('end', () => resolve(incoming.statusCode ?? 0));
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('the fault proxy', () => {
  test('sends what it gets to the same path of the target, and the answer back', async () => {
    proxy.serve((request) => proxy.forward(request));
    const response = await fetch(`${proxy.url}/health?a=1`, { method: 'POST', body: 'x' });
    expect(await response.json()).toEqual({ ok: true });
    expect(reached.at(-1)).toBe('POST /v1/health?a=1');
  });

  test('never sends to a host that was not named', async () => {
    const before = reached.length;
    expect(await send('http://example.com/health')).toBe(400);
    expect(await send('/v1/health', { host: 'attacker.example' })).toBe(403);
    expect(reached).toHaveLength(before);
  });

  test('answers 502 when the target does not', async () => {
    const dead = await startFaultProxy('http://127.0.0.1:1');
    const response = await fetch(`${dead.url}/health`);
    expect(response.status).toBe(502);
    await dead.close();
  });
});

describe('a command as the suite under test', () => {
  const script = `
    const response = await fetch(process.env.PLUMBLINE_TARGET + '/health');
    const { ok } = await response.json();
    process.exit(response.status === 200 && ok === true && process.argv[1] === process.env.PLUMBLINE_TARGET ? 0 : 1);`;
  const lend = () => ({ baseUrl: proxy.url, fetch: (request: Request) => proxy.forward(request) });
  const mutants = { operations: ['getHealth'], only: ['RS-01', 'RH-01'] };

  test('is told where the server is, and catches a fault by failing', async () => {
    const suite = createCommandSuite({
      proxy,
      command: [process.execPath, '--input-type=module', '-e', script, '{target}'],
    });
    const { results } = await mutate(model, lend, { ...mutants, suite }).report;
    expect(results.map(({ mutant, outcome }) => [mutant.operator, outcome])).toEqual([
      ['RS-01', 'any'],
      ['RH-01', 'survived'],
    ]);
  });

  test('that hangs is ended and counts as failed', async () => {
    const suite = createCommandSuite({
      proxy,
      command: [process.execPath, '-e', 'setInterval(() => {}, 1000)'],
      timeoutMs: 300,
    });
    await expect(mutate(model, lend, { ...mutants, suite }).report).rejects.toThrow(
      'fails without any fault',
    );
  });

  test('that cannot be started is told by name', async () => {
    const suite = createCommandSuite({ proxy, command: ['no-such-program-of-ours'] });
    await expect(mutate(model, lend, { ...mutants, suite }).report).rejects.toThrow(
      '`no-such-program-of-ours`',
    );
  });
});
