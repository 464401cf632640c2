import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { plumbline, start } from './command.ts';

const open = new Set<() => void>();
afterEach(() => {
  for (const close of open) close();
  open.clear();
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.add(() => {
    server.closeAllConnections();
    server.close();
  });
  // A server that listens on a port has an address of this form.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('Ctrl-C ends a run with what it saw, takes away what it made, and exits with 130', async () => {
  const notes = new Set<number>();
  let running: ReturnType<typeof start> | undefined;
  const url = await serve((request, response) => {
    const json = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.method === 'DELETE') {
      notes.clear();
      return response.writeHead(204).end();
    }
    if (request.method !== 'POST') return json(200, []);
    // Once: who presses it twice wants no report.
    if (notes.size === 0) running?.process.kill('SIGINT');
    notes.add(1);
    return json(201, { id: 1, text: 'a' });
  });
  running = start(['test', 'erasable-notes.yaml', url]);
  const { code, stdout, stderr } = await running.ended;
  expect(stderr).toContain('Stopping: what the run made is taken away first.');
  expect(stdout).toContain('ended early: it was interrupted');
  expect(code).toBe(130);
  expect([...notes]).toEqual([]);
});

describe('a newcomer is told', () => {
  test('that the address leads nowhere, and what the description says', async () => {
    const url = await serve((_, response) => response.writeHead(404).end());
    const { code, stderr } = await plumbline(['test', 'erasable-notes.yaml', `${url}/v2`]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      `Every answer of ${url}/v2 was 404: is this what stands before the paths? The description says \`http://notes.test/v1\`.`,
    );
  });

  test('that everything is redirected', async () => {
    const url = await serve((_, response) => response.writeHead(308, { location: 'https://a.test/' }).end());
    const { stderr } = await plumbline(['test', 'erasable-notes.yaml', url]);
    expect(stderr).toContain('was 308, and no redirect is followed');
  });

  test('what was meant by a choice that leaves nothing', async () => {
    const { code, stderr } = await plumbline([
      'test',
      'erasable-notes.yaml',
      'http://127.0.0.1:9',
      '--only',
      'listNote',
    ]);
    expect(code).toBe(3);
    expect(stderr).toBe('Nothing is chosen by --only listNote. Did you mean `listNotes`?\n');
  });

  test('nothing of a server that answers one thing in one way and another in another', async () => {
    const url = await serve((request, response) =>
      response
        .writeHead(request.url === '/notes' ? 200 : 404, { 'content-type': 'application/json' })
        .end('[]'),
    );
    const { stderr } = await plumbline(['test', 'erasable-notes.yaml', url]);
    expect(stderr).not.toContain('Every answer');
  });
});
