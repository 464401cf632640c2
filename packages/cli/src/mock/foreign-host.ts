import { isIP } from 'node:net';

type Handler = (request: Request) => Promise<Response>;

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

/** Whether only this machine reaches an address. */
export function isLoopback(host: string): boolean {
  return loopbackNames.includes(isIP(host) === 6 ? `[${host}]` : host);
}

/**
 * A server on the loopback address answers only requests that name it so: a page of the web whose host name
 * was made to lead here (DNS rebinding) gets nothing. On any other address the names are not ours to know.
 */
export function refuseForeignHosts(host: string, handler: Handler): Handler {
  if (!isLoopback(host)) return handler;
  return async (request) => {
    const { hostname } = new URL(request.url);
    return loopbackNames.includes(hostname) ? handler(request) : refuse(hostname);
  };
}

function refuse(hostname: string): Response {
  const problem = {
    type: 'about:blank',
    title: 'Forbidden',
    status: 403,
    detail: `This server answers ${loopbackNames.join(', ')} and not ${hostname}.`,
  };
  return Response.json(problem, { status: 403, headers: { 'content-type': 'application/problem+json' } });
}
