import type { Respond } from './case.ts';

/** A JSON answer. */
export const answer =
  (status: number, body: unknown = { status }, headers: Readonly<Record<string, string>> = {}): Respond =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const ok: Respond = answer(200);

/** Breaks the connection without an answer. */
export const reset: Respond = (response) => response.socket?.destroy();

/** Keeps the request until the client gives up. */
export const never: Respond = () => undefined;
