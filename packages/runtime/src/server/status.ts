/** Whether a status falls under a declared one: `201`, `4XX` or `default`. */
export function matchesStatus(pattern: string, status: number): boolean {
  if (pattern === 'default') return true;
  const text = String(status);
  return pattern === text || (/^[1-5]XX$/i.test(pattern) && pattern[0] === text[0]);
}

/** Whether a status can be that of a final answer (RFC 9110, section 15). */
export function isFinalStatus(status: number): boolean {
  return Number.isInteger(status) && status >= 200 && status <= 599;
}

/** Statuses whose responses have no content (RFC 9110, section 6.4.1). */
export function hasNoContent(status: number): boolean {
  return status === 204 || status === 205 || status === 304;
}
