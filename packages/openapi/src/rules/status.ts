import type { Operation, Response } from '../model/api-model.ts';

export const isError = ({ status }: Response): boolean => /^[45]/.test(status);

export const isSuccess = ({ status }: Response): boolean => status.startsWith('2');

/** The responses that a status falls under: itself, else its range, else `default`. */
export function responseFor(operation: Operation, status: string): Response | undefined {
  const keys = [status, `${status.charAt(0)}XX`, 'default'];
  return keys.map((key) => operation.responses.find((response) => response.status === key)).find(Boolean);
}

/** Whether a caller must say who it is: every alternative of the security names a scheme. */
export const isAuthenticated = ({ security }: Operation): boolean =>
  security.length > 0 && security.every(({ schemes }) => schemes.length > 0);
