import { createServer } from 'node:http';
import type { MockServer } from '@plumbline/mock-server';
import { toNodeListener } from '@plumbline/mock-server/node';
import { CommandFailure, exitCode } from '../exit-code.ts';

/** A server that listens. */
export interface Listener {
  readonly url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Most requests have no body: Node then makes no stream of it. Older versions, and the types, do not know of it. */
const serverOptions = { noDelay: true, optimizeEmptyRequests: true };

/**
 * Serves a mock over HTTP.
 * @throws {CommandFailure} when the address cannot be had
 */
export async function listen(
  mock: Pick<MockServer, 'answer'>,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listener> {
  const server = createServer(serverOptions, toNodeListener(mock));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', (error) => reject(explain(error, host, port)));
  server.listen(port, host, () => resolve());
  await promise;
  const address = server.address();
  const taken = typeof address === 'object' && address !== null ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): CommandFailure {
  const reason =
    error.code === 'EADDRINUSE'
      ? `Port ${port} on ${host} is in use: stop what listens there, or choose another with --port.`
      : `${host}:${port} cannot be listened on: ${error.message}.`;
  return new CommandFailure(exitCode.unreadable, reason);
}
