import type { PaginationFacts } from '../operation-facts.ts';
import type { AnyOutcome } from '../types/outcome.ts';
import type { PageRequest } from './exchange-parts.ts';

/** A call of a client, as far as paging is concerned. */
export interface PagedInit extends PageRequest {
  readonly signal?: AbortSignal | null;
  readonly baseUrl?: string;
}

/** One operation whose pages are read. */
export interface PagedOperation {
  /** `GET /websites`, for messages. */
  readonly name: string;
  readonly facts: PaginationFacts;
  readonly init: PagedInit;
  /** What the addresses of the API begin with. */
  readonly baseUrl: string;
  /** Sends the request for one page. */
  call(init: PagedInit): Promise<AnyOutcome>;
}
