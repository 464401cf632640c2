import type { IncomingRequest } from './incoming-request.ts';

/** What a client may choose as request id: enough for every common id, nothing that breaks a log line. */
const ACCEPTABLE = /^[A-Za-z0-9._:-]{1,128}$/;

export function requestIdOf(request: IncomingRequest, acceptIncoming: boolean): string {
  const incoming = acceptIncoming ? request.header('x-request-id') : null;
  return incoming !== null && ACCEPTABLE.test(incoming) ? incoming : crypto.randomUUID();
}
