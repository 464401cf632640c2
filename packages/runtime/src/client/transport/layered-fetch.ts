import type { OperationCall, Transport } from '../core/operation-call.ts';

/** A `fetch` in front of another one, for a client and for everything else that calls `fetch`. */
export type LayeredFetch = (
  input: Request | string | URL,
  init?: object,
  call?: OperationCall,
) => Promise<Response>;

/** One request on its way through a layer. */
export interface Passage {
  readonly request: Request;
  /** Sends it, or one in its place, through what is beneath the layer. */
  readonly send: (request: Request) => Promise<Response>;
  readonly call: OperationCall | undefined;
  /** What the body was made of, where that is known. */
  readonly made: Pick<OperationCall, 'body' | 'openBody'>;
}

/**
 * Makes a layer. What is beneath it is looked up for each request, because tests and tools replace the global `fetch`.
 */
export const layer =
  (options: { readonly fetch?: Transport }, pass: (passage: Passage) => Promise<Response>): LayeredFetch =>
  async (input, init, call) => {
    // A client's second argument is not part of the request, that of any other caller is.
    const isOfClient = call && input instanceof Request;
    return pass({
      request: isOfClient ? input : new Request(input, init),
      send: async (request) =>
        (options.fetch ?? (globalThis.fetch as Transport))(
          // which ignores a third argument
          request,
          isOfClient ? (init as Record<string, unknown> | undefined) : undefined, // as `Transport` has it
          call,
        ),
      call,
      made: call ?? { body: (init as RequestInit | undefined)?.body ?? undefined },
    });
  };
