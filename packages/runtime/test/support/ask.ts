import type { Server } from '@plumbline/runtime/server';

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is not. */
  readonly body: unknown;
}

/** Sends one request in process: `ask(server, 'GET /things?x=1', { headers })`. */
export async function ask(server: Server, line: string, init: RequestInit = {}): Promise<Asked> {
  const blank = line.indexOf(' ');
  const request = new Request(`http://api.test${line.slice(blank + 1)}`, {
    method: line.slice(0, blank),
    ...init,
  });
  const answer = await server.fetch(request);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, text, body: parsed(text) };
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
