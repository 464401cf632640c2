export type {
  Answer,
  AnswerHeaders,
  HeaderValue,
  PageInfo,
  RenderedAnswer,
  RenderedHeaders,
} from './answer.ts';
export type { IdempotencyOutcome, IdempotencyRequest, IdempotencyStore } from './behaviours/idempotency.ts';
export type {
  RateLimitDecision,
  RateLimitOptions,
  RateLimitPolicy,
  RateLimitRequest,
  RateLimitStore,
} from './behaviours/rate-limit.ts';
export type { AnonymousContext, Principal, RequestContext } from './context.ts';
export { ContractBreach } from './contract-breach.ts';
export { createServer, type Server } from './create-server.ts';
export type {
  ApiKeyCredentials,
  BasicCredentials,
  BearerCredentials,
  Credentials,
  HttpCredentials,
  MutualTlsCredentials,
  SecurityContext,
  SecurityHandler,
} from './credentials.ts';
export { FixedAnswer, type FixedAnswerInit } from './fixed-answer.ts';
export type { AnyHandlers, Handler, HandlerRequest } from './handler.ts';
export type { IncomingRequest } from './incoming-request.ts';
export type { Passage, Through } from './passage.ts';
export { type FieldError, type FrameProblem, ProblemError, type ProblemInit } from './problem.ts';
export type { Around, ExchangeInfo, SecurityHandlersOf, ServerOptions } from './server-options.ts';
export {
  createMemoryIdempotencyStore,
  type MemoryIdempotencyOptions,
} from './stores/memory-idempotency-store.ts';
export { createMemoryRateLimitStore, type MemoryRateLimitOptions } from './stores/memory-rate-limit-store.ts';
export { WebRequest } from './web-request.ts';
export { fromWebResponse, toWebResponse } from './web-response.ts';
