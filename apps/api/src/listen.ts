import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeListener } from '@plumbline/runtime/node';
import type { App } from './app.ts';

/** The address is taken, or may not be used; the message is for whoever started the service. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

export interface Listener {
  /** For example `http://127.0.0.1:4000`. */
  readonly url: string;
  /** Takes no new connection, and resolves when the last one is closed, at the latest after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** Bounds on what one connection may hold up. Times in milliseconds, sizes in bytes. */
export interface ConnectionLimits {
  readonly maxHeaderSize: number;
  readonly headersTimeout: number;
  /** Until headers and body are there. */
  readonly requestTimeout: number;
  readonly keepAliveTimeout: number;
  /** How often connections are held against these times. */
  readonly connectionsCheckingInterval: number;
}

const defaultLimits: ConnectionLimits = {
  maxHeaderSize: 16_384,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
};

/** Where to listen. Port 0 takes any that is free. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/**
 * Serves the API over HTTP.
 * @throws {CannotListen}
 */
export function listen(
  app: Pick<App, 'answer'>,
  address: Address,
  limits: Partial<ConnectionLimits> = {},
): Promise<Listener> {
  return listenWith(toNodeListener(app), address, limits);
}

/**
 * Serves anything else over HTTP as the API is served: with the same limits, and closed the same way.
 * @throws {CannotListen}
 */
export async function listenWith(
  listener: RequestListener,
  address: Address,
  limits: Partial<ConnectionLimits> = {},
): Promise<Listener> {
  const server = createServer({ ...defaultLimits, ...limits }, listener);
  // Node would leave out headers beyond a number of them; their size is bounded, so all count.
  server.maxHeadersCount = 0;
  // Not in Node's types: without it a client that says that it will send no more loses its answers.
  Object.assign(server, { httpAllowHalfOpen: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(cannotListen(error, address)));
    server.listen(address.port, address.host, resolve);
  });
  // Safe: a server that listens on a host and a port has such an address.
  const { port } = server.address() as AddressInfo;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return { url: `http://${host}:${port}`, close: (graceMs) => closeServer(server, graceMs) };
}

function cannotListen(error: Error, { host, port }: Address): Error {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new CannotListen(
      `Port ${port} on ${host} is in use. Stop what listens there, or choose another port with PORT.`,
    );
  }
  if (code === 'EACCES') {
    return new CannotListen(`Port ${port} needs rights that this process lacks. Choose one with PORT.`);
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return new CannotListen(`This machine has no address ${host}. Choose another with HOST.`);
  }
  return error;
}

async function closeServer(server: Server, graceMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A kept connection becomes idle after its last answer and would be waited for.
  const idle = setInterval(() => server.closeIdleConnections(), 50);
  const grace = setTimeout(() => server.closeAllConnections(), graceMs);
  await closed;
  clearInterval(idle);
  clearTimeout(grace);
}
