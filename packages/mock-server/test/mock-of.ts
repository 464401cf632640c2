import { type ApiModel, toApiModel } from '@plumbline/openapi';
import { createMockServer, type MockOptions, type MockServer } from '../src/index.ts';

/** The model of a document that a test wrote down. */
export function modelOf(document: unknown): ApiModel {
  const sourceOf = (pointer: string) => ({ file: 'openapi.yaml', pointer });
  return toApiModel({ document, sourceOf, locate: (place) => place }).model;
}

export function mockOf(document: unknown, options: MockOptions = {}): Promise<MockServer> {
  return createMockServer({ model: modelOf(document) }, options);
}

export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is not. */
  readonly body: unknown;
}

/** Sends one request in process: `ask(mock, 'GET /things?x=1', { headers })`. */
export async function ask(
  mock: Pick<MockServer, 'fetch'>,
  line: string,
  init: RequestInit = {},
): Promise<Asked> {
  const blank = line.indexOf(' ');
  const url = `http://mock.test${line.slice(blank + 1)}`;
  const response = await mock.fetch(new Request(url, { method: line.slice(0, blank), ...init }));
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

export function prefer(value: string): RequestInit {
  return { headers: { prefer: value } };
}

export function sendJson(value: unknown, headers: Record<string, string> = {}): RequestInit {
  const body = typeof value === 'string' ? value : JSON.stringify(value);
  return { body, headers: { 'content-type': 'application/json', ...headers } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
