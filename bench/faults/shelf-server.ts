import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Fault } from '../../packages/contract-tests/test/shelf/faults.ts';
import { Shelf } from '../../packages/contract-tests/test/shelf/shelf.ts';

/** The hand-written API on one port of this machine, for all faults one after the other. */
export interface ShelfServer {
  readonly url: string;
  /** From now on a new API answers, with one fault or none. @param quota requests in a minute. @default 100_000 */
  renew(fault?: Fault, quota?: number): void;
  /** The time that the API goes by, in milliseconds since 1970. */
  now(): number;
  /** Sets that time ahead. */
  advance(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function startShelf(): Promise<ShelfServer> {
  let ahead = 0;
  const now = () => Date.now() + ahead;
  let shelf = new Shelf({ now });
  const server = createServer(getRequestListener((request) => shelf.fetch(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    renew(fault, quota) {
      ahead = 0;
      const limit = quota === undefined ? {} : { quota };
      shelf = new Shelf({ faults: fault === undefined ? [] : [fault], now, ...limit });
    },
    now,
    async advance(ms) {
      ahead += ms;
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
