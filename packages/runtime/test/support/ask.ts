import type { Server } from '@plumbline/runtime/server';
import { startNode } from './start-node.ts';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is not. */
  readonly body: unknown;
}

/** Sends one request: `ask(server, 'GET /things?x=1', { headers })`, in process or over a socket of `node:http`. */
export async function ask(server: Server, line: string, init: RequestInit = {}): Promise<Asked> {
  const answer = await send(server, line, init);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
}

async function send(server: Server, line: string, init: RequestInit): Promise<Response> {
  const blank = line.indexOf(' ');
  const sent: RequestInit = { method: line.slice(0, blank), ...init };
  const path = line.slice(blank + 1);
  if (process.env.TRANSPORT !== 'node') return server.fetch(new Request(`http://api.test${path}`, sent));
  await using node = await startNode(server);
  return withoutFraming(await fetch(node.url + path, sent));
}

/** Without what an HTTP connection itself adds to an answer. */
async function withoutFraming(answer: Response): Promise<Response> {
  const headers = new Headers(answer.headers);
  for (const name of ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']) {
    headers.delete(name);
  }
  const body = answer.body === null ? null : await answer.arrayBuffer();
  return new Response(answer.status === 204 ? null : body, { status: answer.status, headers });
}

export function sendJson(value: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    body: typeof value === 'string' ? value : JSON.stringify(value),
    headers: { 'content-type': 'application/json', ...headers },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
