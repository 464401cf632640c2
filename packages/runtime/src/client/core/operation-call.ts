import type { OperationFacts } from '../operation-facts.ts';
import type { WireBody } from './body-serializer.ts';

/** What a call was made of. Every `fetch` gets it as its third argument, and `fetch` itself ignores it. */
export interface OperationCall {
  /** In capitals. */
  readonly method: string;
  /** The path template, as the description writes it. */
  readonly schemaPath: string;
  readonly facts?: OperationFacts | undefined;
  /** As the client made it, before middleware saw it. */
  readonly request: Request;
  /** What the body of `request` was made of. */
  readonly body?: WireBody | undefined;
  /** What ends it, where the caller gave something: `request` has a signal of its own that follows this one. */
  readonly signal?: AbortSignal | null | undefined;
  /** Makes the body once more, where the caller gave a function. */
  readonly openBody?: (() => WireBody) | undefined;
}

/** What the client sends through: `fetch`, or something in front of it. */
export type Transport = (
  request: Request,
  init?: Record<string, unknown>,
  call?: OperationCall,
) => Promise<Response>;
