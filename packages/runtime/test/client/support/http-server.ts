import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Serves on a port of its own until the test is over. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return `http://127.0.0.1:${port}`;
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // without an encoding they are buffers
  return Buffer.concat(chunks).toString();
}

/** What every Node adds to a request, whatever the client. */
const usual = /^(?:host|connection|accept-language|sec-fetch-mode|user-agent|accept-encoding|accept)$/;

/** Answers with what was asked: method, address, headers beyond the usual, body. */
export const echo: RequestListener = async (request, response) => {
  const headers = Object.entries(request.headers).filter(([name]) => !usual.test(name));
  const asked = { method: request.method, url: request.url, headers, body: await bodyOf(request) };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(asked).replaceAll(/-{4}[\w-]+/g, 'BOUNDARY'));
};
