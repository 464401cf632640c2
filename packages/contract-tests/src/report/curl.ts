import type { WrittenRequest } from '../request/write-request.ts';
import type { Secrets } from '../run/secrets.ts';

/** The request as one command of a POSIX shell. Secrets are read from environment variables. */
export function toCurl(request: WrittenRequest, secrets: Secrets): string {
  const quote = (text: string): string =>
    secrets
      .split(text)
      .map((piece) => ('text' in piece ? quoteText(piece.text) : `"$${piece.variable}"`))
      .join('') || "''";
  return [
    'curl -i',
    ...(request.method === 'GET' ? [] : [`-X ${quote(request.method)}`]),
    ...Object.entries(request.headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(request.body === undefined ? [] : [`--data-binary ${quote(request.body)}`]),
    quote(request.url),
  ].join(' ');
}

/** Single quotes keep everything, line breaks too, but themselves. */
const quoteText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
