/** They speak of one connection (RFC 9110, section 7.6.1), or of how a body was written, which is written anew. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'content-length',
];
/** Of requests: what `fetch` writes itself. */
const OF_THE_CLIENT = ['host', 'expect', 'accept-encoding'];
/** Of answers: `fetch` has undone it. */
const OF_THE_SERVER = ['content-encoding'];

/** The headers that an upstream gets: none of the connection, and nothing that was meant for the mock. */
export function requestHeaders(headers: Headers): Headers {
  const kept = without(headers, OF_THE_CLIENT);
  for (const name of [...kept.keys()]) if (name.startsWith('plumbline-')) kept.delete(name);
  return kept;
}

export function answerHeaders(headers: Headers): Headers {
  return without(headers, OF_THE_SERVER);
}

function without(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers);
  const named = (headers.get('connection') ?? '').split(',').map((name) => name.trim());
  for (const name of [...OF_THE_CONNECTION, ...names, ...named.filter(isToken)]) kept.delete(name);
  return kept;
}

const isToken = (text: string): boolean => /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text);
