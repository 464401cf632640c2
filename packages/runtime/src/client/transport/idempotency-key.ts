import type { OperationCall } from '../core/operation-call.ts';

/** RFC 9110, section 9.2.1; QUERY is safe too. */
const isSafe = (method: string): boolean => /^(GET|HEAD|OPTIONS|TRACE|QUERY)$/.test(method);
/** Methods that may be sent twice as they are (RFC 9110, section 9.2.2). */
const isIdempotent = (method: string): boolean => isSafe(method) || /^(PUT|DELETE)$/.test(method);

/**
 * Gives a request its idempotency key where the description declares one and the caller gave none.
 * @returns whether the request may be sent again, and whether a key makes it so
 */
export function settleIdempotency(
  request: Request,
  call: OperationCall | undefined,
  newKey: () => string,
): { readonly isRepeatable: boolean; readonly hasKey: boolean } {
  const declared = call?.facts?.idempotencyKey;
  const { headers, method } = request;
  if (declared && !headers.has(declared) && !isSafe(method)) headers.set(declared, newKey());
  // The name that the IETF's draft of this header gives it.
  const hasKey = headers.has(declared ?? 'idempotency-key');
  return { isRepeatable: isIdempotent(method) || hasKey, hasKey };
}

/** A UUID of version 4 (RFC 9562). `crypto.randomUUID` is missing on pages without HTTPS. */
export const randomKey = (): string =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () =>
    ((crypto.getRandomValues(new Uint8Array(1))[0] ?? 0) & 15).toString(16),
  );
