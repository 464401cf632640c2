import type { RenderedAnswer, RenderedHeaders } from './answer.ts';

/** An answer as a web-standard response. */
export function toWebResponse({ status, headers, body }: RenderedAnswer): Response {
  return new Response(body, { status, headers: toHeadersInit(headers) });
}

/** A plain object as long as no header is sent several times: servers write it without a detour. */
function toHeadersInit(rendered: RenderedHeaders): Headers | Record<string, string> {
  if (typeof rendered['set-cookie'] !== 'object') return rendered as Record<string, string>; // only set-cookie is a list
  const headers = new Headers();
  for (const [name, value] of Object.entries(rendered)) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  return headers;
}

/** The answer of another server as one of ours. */
export function fromWebResponse(response: Response): RenderedAnswer {
  const headers: Record<string, string | readonly string[]> = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  if (cookies.length > 0) headers['set-cookie'] = cookies;
  return { status: response.status, headers, body: response.body };
}
