import type { Operation } from '@plumbline/openapi';
import type { CallAnswer, CallRequest } from './message.ts';
import type { Route } from './router.ts';

/** A request of the caller on its way to the server. */
export interface Call {
  readonly request: CallRequest;
  readonly route: Route;
  /** The operation the request is for; undefined for a method that its path does not have. */
  readonly operation: Operation | undefined;
  /** Counts the calls from 1. */
  readonly number: number;
  /** Sends the request, or another one in its place, to the server. */
  forward(request?: CallRequest): Promise<CallAnswer>;
  /** Sends a request that the caller knows nothing of. */
  aside(request: CallRequest): Promise<CallAnswer>;
  /** Work that takes back, at the end, what the fault has left on the server. */
  later(work: () => Promise<void>): void;
}
