/**
 * The floor for a mock: `node:http`, JSON in and out, nothing checked. What it answers it is told by who
 * measures: for each method one value.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listenAndTell } from './listening.ts';

interface Told {
  readonly method: string;
  readonly status: number;
  readonly value: unknown;
}

// Safe: it is the bench itself that starts this process.
const told = JSON.parse(process.argv[2] ?? '[]') as readonly Told[];
const answers = new Map(told.map((one) => [one.method, one]));

function answer(request: IncomingMessage, response: ServerResponse): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (chunks.length > 0) JSON.parse(Buffer.concat(chunks).toString());
    const { status, value } = answers.get(request.method ?? '') ?? { status: 404, value: null };
    const body = JSON.stringify(value);
    response.writeHead(status, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    });
    response.end(body);
  });
}

listenAndTell(createServer(answer));
