import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Received, Respond, Time } from './case.ts';

export interface ScriptedServer {
  readonly baseUrl: string;
  readonly received: readonly Received[];
  close(): void;
}

/** Answers with one response after the other; the last one also all further requests. */
export async function startScriptedServer(
  responses: readonly Respond[],
  time: Time,
): Promise<ScriptedServer> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const at = time.now();
    const body = await readBody(request).catch(() => undefined);
    if (body === undefined) return; // the client gave up while it was sending
    const { method = '', url = '', headers } = request;
    const one = { method, url, headers, body, at };
    received.push(one);
    const respond = responses[Math.min(received.length, responses.length) - 1];
    await respond?.(response, { request: one, count: received.length });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // without an encoding they are buffers
  return Buffer.concat(chunks).toString('latin1');
}
