import type { RenderedAnswer } from './answer.ts';
import type { RateLimitDecision, RateLimitPlan } from './behaviours/rate-limit.ts';
import type { OperationPlan } from './operation-plan.ts';
import { requestIdOf } from './request-id.ts';
import { hasNoContent } from './status.ts';

/** One request and what is found out about it while it is served. */
export class Exchange {
  readonly request: Request;
  readonly requestId: string;
  readonly pathname: string;
  /** The raw query, without `?`. */
  readonly search: string;
  /** The `Accept` header. */
  readonly accept: string | null;
  operation: OperationPlan | null = null;
  /** What the rate limiter said, and whose headers to write it in. */
  limited: { readonly plan: RateLimitPlan; readonly decision: RateLimitDecision } | null = null;

  constructor(request: Request, acceptRequestId: boolean) {
    this.request = request;
    this.requestId = requestIdOf(request, acceptRequestId);
    this.accept = request.headers.get('accept');
    const { url } = request;
    const pathStart = url.indexOf('/', url.indexOf('//') + 2);
    const hash = url.indexOf('#', pathStart);
    const end = hash === -1 ? url.length : hash;
    const question = url.indexOf('?', pathStart);
    const pathEnd = question === -1 || question > end ? end : question;
    this.pathname = url.slice(pathStart, pathEnd);
    this.search = url.slice(pathEnd + 1, end);
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

  toResponse(answer: RenderedAnswer): Response {
    const isBodiless = this.request.method === 'HEAD' || hasNoContent(answer.status);
    if (isBodiless && answer.body instanceof ReadableStream) letGo(answer.body);
    const body = isBodiless ? null : answer.body;
    const frame = this.frameHeaders(answer.status);
    return new Response(body, { status: answer.status, headers: toHeadersInit(answer.headers, frame) });
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

/** A plain object as long as no header is sent several times: servers write it without a detour. */
function toHeadersInit(
  answer: RenderedAnswer['headers'],
  frame: Record<string, string>,
): Headers | Record<string, string> {
  const cookies = answer['set-cookie'];
  if (typeof cookies !== 'object') return { ...(answer as Record<string, string>), ...frame }; // only set-cookie is a list
  const headers = new Headers(frame);
  for (const [name, value] of Object.entries(answer)) {
    for (const one of typeof value === 'string' ? [value] : value) headers.append(name, one);
  }
  return headers;
}
