export { type AuthorizationOptions, authorizedFetch, type Credential } from './auth/authorized-fetch.ts';
export {
  type ClientCredentialsOptions,
  clientCredentials,
  TokenRequestFailed,
} from './auth/client-credentials.ts';
export { type RenewalOptions, renewableToken, type Token, type TokenSource } from './auth/token-source.ts';
export type { BasicCredential, CredentialValue } from './auth/write-credential.ts';
export { defaultBodySerializer } from './core/body-serializer.ts';
export { createFinalURL, removeTrailingSlash } from './core/final-url.ts';
export { mergeHeaders } from './core/merge-headers.ts';
export { multipartBodySerializer } from './core/multipart-body.ts';
export type { OperationCall, Transport } from './core/operation-call.ts';
export {
  serializeArrayParam,
  serializeObjectParam,
  serializePrimitiveParam,
} from './core/parameter-styles.ts';
export { defaultPathSerializer } from './core/path-serializer.ts';
export { createQuerySerializer } from './core/query-serializer.ts';
export { styledParameters } from './core/styled-parameters.ts';
export { TransportFailure, type TransportFailureKind } from './core/transport-failure.ts';
export {
  createClient,
  createClient as default,
  createPathBasedClient,
  wrapAsPathBasedClient,
} from './create-client.ts';
export {
  byPath,
  type ClientOf,
  createTypedClient,
  type Features,
  type TypedClientOptions,
} from './create-typed-client.ts';
export { type Int64Core, type Int64Settings, int64Core } from './int64/int64-core.ts';
export { type Int64As, int64Json } from './int64/int64-json.ts';
export type {
  Int64Node,
  Int64Place,
  Int64Places,
  OperationInt64Places,
} from './int64/int64-places.ts';
export { match, type OutcomeHandlers, UndeclaredOutcome } from './match.ts';
export type {
  ClientFacts,
  OperationFacts,
  PaginationFacts,
  ParameterFacts,
  RateLimitFacts,
  SecuritySchemeFacts,
} from './operation-facts.ts';
export type { PagedOperation } from './paging/paged-operation.ts';
export type { Page, PagePlace, Pager } from './paging/pager.ts';
export { paginate } from './paging/paginate.ts';
export { ForeignPage, PageFailed, PagingGoesRound } from './paging/paging-errors.ts';
export { isProblem, type Problem } from './problem.ts';
export {
  type EventStreamOptions,
  readEvents,
  type StreamedEvent,
} from './stream/event-stream.ts';
export { readJsonLines } from './stream/json-lines.ts';
export { readJsonSequence } from './stream/json-sequence.ts';
export { downloadWithProgress, type Progress, uploadWithProgress } from './stream/progress.ts';
export { type ReconnectOptions, reconnectingEvents } from './stream/reconnecting-events.ts';
export { type EventItem, type StreamedOperation, StreamFailed, streamItems } from './stream/stream-items.ts';
export { type Clock, systemClock } from './transport/clock.ts';
export type { LayeredFetch } from './transport/layered-fetch.ts';
export { type PacingOptions, pacedFetch } from './transport/paced-fetch.ts';
export { type Attempt, type RetryOptions, retryingFetch } from './transport/retrying-fetch.ts';
// The types of generated clients.
export type { Api, Given, OptionalCall, RequiredCall } from './types/calls.ts';
export type { CheckedClient } from './types/checked-client.ts';
export type { ItemAt } from './types/item-at.ts';
// Everything that users of openapi-fetch import, so that the name of the package is all they change.
export type {
  MergedOptions,
  Middleware,
  MiddlewareCallbackParams,
  MiddlewareRequestParams,
} from './types/middleware.ts';
export type {
  ClientOptions,
  HeadersOptions,
  ParseAs,
  PathSerializer,
  QuerySerializer,
  QuerySerializerOptions,
} from './types/options.ts';
export type {
  AnswerHeaders,
  AnyOutcome,
  DeclaredAs,
  Failure,
  OutcomeName,
  OutcomeNamed,
  Success,
  Unanswered,
  Undeclared,
} from './types/outcome.ts';
export type {
  BodySerializer,
  Client,
  ClientForPath,
  ClientMethod,
  ClientPathsWithMethod,
  ClientRequestMethod,
  DefaultParamsOption,
  FetchOptions,
  FetchResponse,
  MaybeOptionalInit,
  MethodResponse,
  ParamsOption,
  ParseAsResponse,
  PathBasedClient,
  RequestBodyOption,
  RequestOptions,
} from './types/paths-client.ts';
export type { KnownProblem } from './types/problem-union.ts';
export type {
  Status1XX,
  Status2XX,
  Status3XX,
  Status4XX,
  Status5XX,
  StatusBesides,
} from './types/status.ts';
export type { StreamItem } from './types/stream-item.ts';
export type { PathBasedTypedClient, TypedClient } from './types/typed-client.ts';
export type { UploadBody } from './types/upload-body.ts';
