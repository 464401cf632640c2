import { DEFAULT_SESSION } from '../state/mock-state.ts';

/** The request header that names a session. */
export const SESSION_HEADER = 'plumbline-session';

/** Characters; names are keys, and whoever sends longer ones wants to fill the memory. */
const MAX_LENGTH = 200;

/** The session that a request names, else the default one. */
export function sessionName(request: Request): string {
  const name = request.headers.get(SESSION_HEADER)?.trim() ?? '';
  return name === '' ? DEFAULT_SESSION : name.slice(0, MAX_LENGTH);
}
