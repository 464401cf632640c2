// Everything that users of openapi-fetch import, so that the name of the package is all they change.
export type {
  BodySerializer,
  Client,
  ClientForPath,
  ClientMethod,
  ClientOptions,
  ClientPathsWithMethod,
  ClientRequestMethod,
  DefaultParamsOption,
  FetchOptions,
  FetchResponse,
  HeadersOptions,
  MaybeOptionalInit,
  MergedOptions,
  MethodResponse,
  Middleware,
  MiddlewareCallbackParams,
  MiddlewareRequestParams,
  ParamsOption,
  ParseAs,
  ParseAsResponse,
  PathBasedClient,
  PathSerializer,
  QuerySerializer,
  QuerySerializerOptions,
  RequestBodyOption,
  RequestOptions,
} from 'openapi-fetch';
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
export type {
  ClientFacts,
  OperationFacts,
  PaginationFacts,
  ParameterFacts,
  RateLimitFacts,
  SecuritySchemeFacts,
} from './operation-facts.ts';
export { isProblem, type Problem } from './problem.ts';
