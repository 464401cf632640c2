import type { Operation, Response } from '@plumbline/openapi';

/** Whether a status is one of the patterns: `404`, `4XX`. */
export function matchesStatus(status: number, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern === String(status) || isRange(pattern, status));
}

const isRange = (pattern: string, status: number): boolean =>
  /^[1-5]XX$/i.test(pattern) && pattern[0] === String(status)[0];

/** The declared response of a status: its own, its range's, the default (OpenAPI 3.1.1, section 4.8.16). */
export function responseFor({ responses }: Operation, status: number): Response | undefined {
  return (
    responses.find((response) => response.status === String(status)) ??
    responses.find((response) => isRange(response.status, status)) ??
    responses.find((response) => response.status === 'default')
  );
}

/** Whether a status is declared by itself or its range; `default` promises no status in particular. */
export function declares({ responses }: Operation, status: number): boolean {
  return matchesStatus(
    status,
    responses.map((response) => response.status),
  );
}

/** Answers that have no body, whatever the description declares (RFC 9110, sections 15.3.5, 15.3.6 and 15.4.5). */
export const isBodiless = (status: number): boolean => status === 204 || status === 205 || status === 304;
