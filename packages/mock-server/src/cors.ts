/** Cross-origin access for pages of every origin (Fetch standard, "CORS protocol"), as Prism grants it. */

const METHODS = 'GET, HEAD, PUT, PATCH, POST, DELETE, OPTIONS, QUERY';

export function isPreflight(request: Request): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.headers.has('origin') &&
    request.headers.has('access-control-request-method')
  );
}

export function answerPreflight(request: Request): Response {
  const headers = {
    'access-control-allow-methods': request.headers.get('access-control-request-method') ?? METHODS,
    'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
  };
  return withCors(request, new Response(null, { status: 204, headers }));
}

/** The headers of an answer are named one by one: with credentials, a browser takes `*` for a name. */
export function withCors(request: Request, response: Response): Response {
  const { headers } = response;
  const names = [...headers.keys()].filter((name) => !name.startsWith('access-control-'));
  const origin = request.headers.get('origin');
  headers.set('access-control-allow-origin', origin ?? '*');
  if (origin !== null) {
    headers.set('access-control-allow-credentials', 'true');
    headers.append('vary', 'Origin');
  }
  if (names.length > 0) headers.set('access-control-expose-headers', names.join(', '));
  return response;
}
