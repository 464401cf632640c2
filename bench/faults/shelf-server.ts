import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Fault } from '../../packages/contract-tests/test/shelf/faults.ts';
import { Shelf } from '../../packages/contract-tests/test/shelf/shelf.ts';

/** The hand-written API on one port of this machine, for all faults one after the other. */
export interface ShelfServer {
  readonly url: string;
  /** From now on a new API answers, with one fault or none. */
  renew(fault?: Fault): void;
  close(): Promise<void>;
}

export async function startShelf(): Promise<ShelfServer> {
  let shelf = new Shelf();
  const server = createServer(getRequestListener((request) => shelf.fetch(request)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    renew(fault) {
      shelf = new Shelf({ faults: fault === undefined ? [] : [fault] });
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
