import type { AddressInfo, Server } from 'node:net';

/** Listens on a free port of the loopback and tells the process that measures which one. */
export function listenAndTell(server: Server): void {
  server.listen(0, '127.0.0.1', () => tellPort(server));
}

export function tellPort(server: Server): void {
  // Safe: a server that listens on a host and a port has such an address.
  const { port } = server.address() as AddressInfo;
  process.send?.({ port });
}
