import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '@plumbline/runtime/node';
import type { Server } from '@plumbline/runtime/server';

/** The server on a free port; leaving the scope ends it and its connections. */
export async function startNode(server: Pick<Server, 'answer'>) {
  const http = createHttpServer(toNodeListener(server)).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const { port } = http.address() as AddressInfo; // Safe: it listens on a host and a port.
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    async [Symbol.asyncDispose]() {
      const closed = once(http, 'close');
      http.close();
      http.closeAllConnections();
      await closed;
    },
  };
}
