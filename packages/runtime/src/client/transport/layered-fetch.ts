import type { OperationCall, Transport } from '../core/operation-call.ts';

/** A `fetch` in front of another one, for a client and for everything else that calls `fetch`. */
export type LayeredFetch = (
  input: Request | string | URL,
  init?: object,
  call?: OperationCall,
) => Promise<Response>;

/** What a layer sends through. Looked up for each request, because tests and tools replace the global `fetch`. */
export const transportOf = ({ fetch }: { readonly fetch?: Transport }): Transport =>
  fetch ?? (globalThis.fetch as Transport); // which ignores a third argument

/**
 * The request, and what else the next `fetch` gets: a client's second argument is not part of the request, that of
 * any other caller is.
 */
export const toRequest = (
  input: Request | string | URL,
  init: object | undefined,
  call: OperationCall | undefined,
): { readonly request: Request; readonly extra: Record<string, unknown> | undefined } =>
  call && input instanceof Request
    ? { request: input, extra: init as Record<string, unknown> | undefined } // as `Transport` has it
    : { request: new Request(input, init), extra: undefined };
