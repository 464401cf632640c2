import { isIP } from 'node:net';
import type { MockServer } from '@plumbline/mock-server';

type Answering = Pick<MockServer, 'answer'>;
type Answer = Awaited<ReturnType<MockServer['answer']>>;

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return loopbackNames.includes(isIP(host) === 6 ? `[${host}]` : host);
}

/**
 * A server on the loopback address answers only requests that name it so: a page of the web whose host name
 * was made to lead here (DNS rebinding) gets nothing. On any other address the names are not ours to know.
 */
export function refuseForeignHosts(host: string, mock: Answering): Answering {
  if (!isLoopback(host)) return mock;
  return {
    answer: (request) =>
      isNamedLoopback(request.origin)
        ? mock.answer(request)
        : Promise.resolve(refuse(new URL(request.origin).hostname)),
  };
}

/** Nearly every client names one of these as it is; whatever else a URL may spell so is parsed. */
const usualOrigin = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

function isNamedLoopback(origin: string): boolean {
  return usualOrigin.test(origin) || loopbackNames.includes(new URL(origin).hostname);
}

function refuse(hostname: string): Answer {
  const problem = {
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    detail: `This server answers ${loopbackNames.join(', ')} and not ${hostname}.`,
  };
  const headers = { 'content-type': 'application/problem+json' };
  return { status: 403, headers, body: JSON.stringify(problem) };
}
