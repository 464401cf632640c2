/** Cross-origin access for pages of every origin (Fetch standard, "CORS protocol"), as Prism grants it. */
import type { IncomingRequest } from '@plumbline/runtime/server';
import type { SentAnswer } from './answer/sent-answer.ts';

const METHODS = 'GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS, QUERY';

export function isPreflight(request: IncomingRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.header('origin') !== null &&
    request.header('access-control-request-method') !== null
  );
}

export function answerPreflight(request: IncomingRequest): SentAnswer {
  const headers = {
    'access-control-allow-methods': request.header('access-control-request-method') ?? METHODS,
    'access-control-allow-headers': request.header('access-control-request-headers') ?? '*',
  };
  return withCors(request, { status: 204, headers, body: null });
}

/** The headers of an answer are named one by one: with credentials, a browser takes `*` for a name. */
export function withCors(request: IncomingRequest, answer: SentAnswer): SentAnswer {
  const { headers } = answer;
  let names = '';
  for (const name in headers) {
    if (!name.startsWith('access-control-')) names += names === '' ? name : `, ${name}`;
  }
  const origin = request.header('origin');
  headers['access-control-allow-origin'] = origin ?? '*';
  if (origin !== null) {
    headers['access-control-allow-credentials'] = 'true';
    headers.vary = headers.vary === undefined ? 'Origin' : `${headers.vary}, Origin`;
  }
  if (names !== '') headers['access-control-expose-headers'] = names;
  return answer;
}
