import type { IncomingRequest } from '@plumbline/runtime/server';
import type { MockOptions } from '../mock-options.ts';
import { DEFAULT_SESSION } from '../state/mock-state.ts';

/** The request header that names a session. */
export const SESSION_HEADER = 'plumbline-session';

/** Characters; names are keys, and whoever sends longer ones wants to fill the memory. */
const MAX_LENGTH = 200;

/** The session that a request belongs to: the one it names, unless the mock's options say otherwise. */
export function sessionNameOf(request: IncomingRequest, { sessionOf }: MockOptions): string {
  if (sessionOf) return sessionOf(request.web);
  const name = request.header(SESSION_HEADER)?.trim() ?? '';
  return name === '' ? DEFAULT_SESSION : name.slice(0, MAX_LENGTH);
}
