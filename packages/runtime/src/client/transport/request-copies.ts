import type { OperationCall } from '../core/operation-call.ts';

/**
 * Makes the request of each attempt. The last one is the request itself, so that nothing is kept for an attempt
 * that never comes.
 */
export type CopyRequest = (place: { readonly isFirst: boolean; readonly isLast: boolean }) => Request;

/**
 * How a request is sent several times: texts, bytes, files and forms are read again, a function makes its stream
 * again. `undefined` for a stream, which is gone once it was sent.
 * @param body what the body was made of
 */
export function toCopies(
  request: Request,
  { body, openBody }: Pick<OperationCall, 'body' | 'openBody'>,
): CopyRequest | undefined {
  if (openBody) {
    return ({ isFirst }) =>
      isFirst ? request : new Request(request, { body: openBody(), duplex: 'half' } as RequestInit); // not typed in Node
  }
  if (body instanceof ReadableStream) return undefined;
  // Firefox does not tell whether a request has a body; only these two never have one.
  const isBodiless = request.body === null || /^(GET|HEAD)$/.test(request.method);
  return ({ isLast }) => (isLast || isBodiless ? request : request.clone());
}
