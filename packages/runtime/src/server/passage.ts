import type { RenderedAnswer } from './answer.ts';
import type { IncomingRequest } from './incoming-request.ts';

/** A request on its way, as seen by a hook that stands around all of it. */
export interface Passage {
  readonly request: IncomingRequest;
  readonly requestId: string;
  /** Without the query. */
  readonly pathname: string;
  /** Null until the operation is known, and after that where the request fits none. */
  readonly operationId: string | null;
}

/**
 * Stands around everything that is done for a request, refusals included: for logs, traces and
 * bounds on what is let in. `next` never rejects. A `ProblemError` that the hook throws is answered,
 * before anything else was done when `next` was not called.
 */
export type Through = (passage: Passage, next: () => Promise<RenderedAnswer>) => Promise<RenderedAnswer>;
