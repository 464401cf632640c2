import type { RenderedAnswer } from './answer.ts';
import type { RateLimitDecision, RateLimitPlan } from './behaviours/rate-limit.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { OperationPlan } from './operation-plan.ts';
import type { Passage } from './passage.ts';
import { requestIdOf } from './request-id.ts';
import { hasNoContent } from './status.ts';

/** One request and what is found out about it while it is served. */
export class Exchange implements Passage {
  readonly request: IncomingRequest;
  readonly requestId: string;
  readonly pathname: string;
  /** The raw query, without `?`. */
  readonly search: string;
  /** The `Accept` header. */
  readonly accept: string | null;
  operation: OperationPlan | null = null;
  /** What the rate limiter said, and whose headers to write it in. */
  limited: { readonly plan: RateLimitPlan; readonly decision: RateLimitDecision } | null = null;

  constructor(request: IncomingRequest, acceptRequestId: boolean) {
    this.request = request;
    this.requestId = requestIdOf(request, acceptRequestId);
    this.accept = request.header('accept');
    const { target } = request;
    const question = target.indexOf('?');
    this.pathname = question === -1 ? target : target.slice(0, question);
    this.search = question === -1 ? '' : target.slice(question + 1);
  }

  get operationId(): string | null {
    return this.operation?.contract.id ?? null;
  }

  /** The headers that belong to this exchange and not to the answer itself. */
  frameHeaders(status: number): Record<string, string> {
    const headers: Record<string, string> = { 'x-request-id': this.requestId };
    if (this.limited === null) return headers;
    const { plan, decision } = this.limited;
    return showsLimit(plan.headersOn, status, decision)
      ? Object.assign(headers, plan.headers(decision))
      : headers;
  }

  /** The answer as it goes out: with this exchange's headers, and without a body where none may be. */
  complete({ status, headers, body }: RenderedAnswer): RenderedAnswer {
    const isBodiless = this.request.method === 'HEAD' || hasNoContent(status);
    if (isBodiless && body instanceof ReadableStream) letGo(body);
    return { status, headers: { ...headers, ...this.frameHeaders(status) }, body: isBodiless ? null : body };
  }
}

/** A stream that nobody reads keeps what it reads from open. */
function letGo(stream: ReadableStream): void {
  stream.cancel().catch(() => undefined);
}

function showsLimit(on: RateLimitPlan['headersOn'], status: number, decision: RateLimitDecision): boolean {
  if (on === 'success') return status >= 200 && status < 300;
  if (on === 'rejected') return !decision.allowed;
  return true;
}
