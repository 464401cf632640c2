import { HttpConnection, type RawAnswer } from './http-connection.ts';
import { MeasurementFailed } from './measurement-failed.ts';
import type { ServedProcess } from './served-process.ts';

/** One request, sent again and again. */
export interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Requests that differ, by their number: creations with keys of their own. */
export type CallSeries = (number: number) => Call;

export interface LoadSample {
  /** Of the server's process, all threads. */
  readonly cpuMicrosecondsPerRequest: number;
  /** As seen from outside; whoever sends shares the machine with the server. */
  readonly wallMicrosecondsPerRequest: number;
}

export const connectionCount = 10;

/**
 * Sends a number of requests, ten at a time, and reads what the server's process used for them.
 * @throws {MeasurementFailed} when an answer is no success, or, to one and the same request, not what the
 * first one was, byte for byte
 */
export async function measureLoad(
  server: ServedProcess,
  call: Call | CallSeries,
  requests: number,
): Promise<LoadSample> {
  const url = new URL(server.url);
  const opening = Array.from({ length: connectionCount }, () => HttpConnection.open(url));
  const connections = await Promise.all(opening);
  try {
    const sending = typeof call === 'function' ? sendSeries(call, url) : sendSame(call, url);
    const share = Math.ceil(requests / connectionCount);
    const before = await server.usage();
    const started = performance.now();
    await Promise.all(
      connections.map((connection) => sendAll(server.name, connection, { ...sending, times: share })),
    );
    const milliseconds = performance.now() - started;
    const after = await server.usage();
    const sent = share * connectionCount;
    return {
      cpuMicrosecondsPerRequest: (after.cpuMicroseconds - before.cpuMicroseconds) / sent,
      wallMicrosecondsPerRequest: (milliseconds * 1000) / sent,
    };
  } finally {
    for (const connection of connections) connection.close();
  }
}

interface Sending {
  readonly next: () => Buffer;
  readonly isExpected: (answer: RawAnswer) => boolean;
}

function sendSame(call: Call, url: URL): Sending {
  const bytes = toBytes(call, url);
  return { next: () => bytes, isExpected: createExpectation() };
}

function sendSeries(series: CallSeries, url: URL): Sending {
  let number = 0;
  return { next: () => toBytes(series(number++), url), isExpected: isSuccess };
}

async function sendAll(
  name: string,
  connection: HttpConnection,
  { next, times, isExpected }: Sending & { readonly times: number },
): Promise<void> {
  for (let sent = 0; sent < times; sent++) {
    const answer = await connection.send(next()).catch((error: Error) => {
      throw new MeasurementFailed(`${name} gives up under load: ${error.message}`);
    });
    if (!isExpected(answer)) {
      throw new MeasurementFailed(`${name} answers ${answer.status} under load: ${answer.body.toString()}`);
    }
  }
}

function createExpectation(): (answer: RawAnswer) => boolean {
  let first: Buffer | undefined;
  return (answer) => {
    first ??= Buffer.from(answer.body);
    return isSuccess(answer) && answer.body.equals(first);
  };
}

function isSuccess({ status }: RawAnswer): boolean {
  return status >= 200 && status < 300;
}

function toBytes({ method, path, headers, body }: Call, url: URL): Buffer {
  const sent: Readonly<Record<string, string>> = {
    host: url.host,
    ...headers,
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
  };
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body ?? ''}`);
}

/** Sends the request once. */
export async function callOnce(
  server: ServedProcess,
  { method, path, headers, body }: Call,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await fetch(`${server.url}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
  return { status: response.status, text: await response.text() };
}
