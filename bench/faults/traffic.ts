import { tokens } from '../../packages/contract-tests/test/shelf/callers.ts';

/** What a team's own end-to-end tests would send: the usual calls of each operation and the usual mistakes. */
interface Call {
  readonly method: string;
  /** `{id}` is the id of the book that was created last. */
  readonly path: string;
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const { admin, noWrite, onlyMembers } = tokens;
const book = {
  title: 'Middlemarch',
  year: 1871,
  genre: 'novel',
  tags: ['classic'],
  contact: 'george@example.com',
};
const key = { 'idempotency-key': 'f3b6d1f2-1111-4222-8333-444455556666' };

const calls: readonly Call[] = [
  { method: 'GET', path: '/health' },
  { method: 'GET', path: '/profile', token: admin },
  { method: 'GET', path: '/profile' },
  { method: 'GET', path: '/books', token: admin },
  { method: 'GET', path: '/books?limit=1', token: admin },
  { method: 'GET', path: '/books?genre=novel&minYear=1800', token: admin },
  { method: 'GET', path: '/books?limit=0', token: admin },
  { method: 'GET', path: '/books', token: onlyMembers },
  { method: 'POST', path: '/books', token: admin, body: book },
  { method: 'GET', path: '/books/{id}', token: admin },
  { method: 'GET', path: '/books', token: admin },
  { method: 'POST', path: '/books', token: admin, body: { ...book, title: 'Romola' }, headers: key },
  { method: 'POST', path: '/books', token: admin, body: { ...book, title: 'Romola' }, headers: key },
  { method: 'POST', path: '/books', token: admin, body: { ...book, year: 'unknown' } },
  { method: 'POST', path: '/books', token: admin, body: { title: 'No year' } },
  { method: 'POST', path: '/books', token: noWrite, body: book },
  { method: 'POST', path: '/books', body: book },
  { method: 'PATCH', path: '/books/{id}', token: admin, body: { year: 1872 } },
  { method: 'PATCH', path: '/books/{id}', token: admin, body: { year: 3000 } },
  { method: 'POST', path: '/books/{id}/lend', token: admin },
  { method: 'POST', path: '/books/{id}/lend', token: admin },
  { method: 'GET', path: '/members', token: admin },
  { method: 'GET', path: '/members', token: tokens.reader },
  { method: 'GET', path: '/books/00000000-0000-4000-8000-999999999999', token: admin },
  { method: 'DELETE', path: '/books/{id}', token: admin },
  { method: 'GET', path: '/books/{id}', token: admin },
  { method: 'DELETE', path: '/members/me', token: tokens.leaver },
];

/** How many requests a team would have written. */
export const callCount = calls.length;

/** A call as it went over the wire. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: string;
  readonly status: number;
  readonly headers: ReadonlyArray<readonly [string, string]>;
  readonly body: string;
}

/** Sends the calls one after the other. */
export async function sendTraffic(url: string): Promise<readonly Exchange[]> {
  const exchanges: Exchange[] = [];
  let id = '00000000-0000-4000-8000-000000000001';
  for (const call of calls) {
    const exchange = await send(url, { ...call, path: call.path.replace('{id}', id) });
    exchanges.push(exchange);
    if (call.method === 'POST' && call.path === '/books') id = idIn(exchange.body) ?? id;
  }
  return exchanges;
}

async function send(url: string, { method, path, token, body, headers }: Call): Promise<Exchange> {
  const requestHeaders = {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...headers,
  };
  const text = body === undefined ? undefined : JSON.stringify(body);
  const init = { method, headers: requestHeaders, ...(text === undefined ? {} : { body: text }) };
  const response = await fetch(`${url}${path}`, init);
  return {
    method,
    url: `${url}${path}`,
    requestHeaders,
    ...(text === undefined ? {} : { requestBody: text }),
    status: response.status,
    headers: [...response.headers],
    body: await response.text(),
  };
}

function idIn(body: string): string | undefined {
  return /"id":"([0-9a-f-]{36})"/.exec(body)?.[1];
}
