import type { BodyKind, ReadBody } from './body/body-plan.ts';
import { validationFailed } from './body/body-plan.ts';
import type { Exchange } from './exchange.ts';
import type { HandlerRequest } from './handler.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { OperationPlan } from './operation-plan.ts';
import { QueryString } from './parameters/query-string.ts';
import { type FieldError, frameProblem } from './problem.ts';

const NO_BODY_KIND: BodyKind = { kind: 'none' };
/** Of an operation that takes none. */
export const NO_BODY: ReadBody = { value: undefined, contentType: undefined, bytes: new Uint8Array() };

/** What kind of body comes, before it is read. Throws 415. */
export function recognizeBody(operation: OperationPlan, request: IncomingRequest): BodyKind {
  return operation.body?.recognize(request) ?? NO_BODY_KIND;
}

/** 406 when the client takes none of the declared successes' media types. */
export function requireAcceptable(operation: OperationPlan, { accept }: Exchange): void {
  const { offered } = operation.responses;
  if (offered.length === 0 || accept === null || operation.responses.isAcceptable(accept)) return;
  throw frameProblem('not-acceptable', `This operation answers ${offered.join(', ')}.`);
}

/** The parameters of a request, checked. */
export interface SentParameters {
  readonly path: HandlerRequest['path'];
  readonly query: HandlerRequest['query'];
  readonly headers: HandlerRequest['headers'];
  readonly cookies: HandlerRequest['cookies'];
  /** The idempotency key, where one was sent and is heeded. */
  readonly key: string | undefined;
}

export interface ReadingInput {
  /** The path's parameters, as written in the URL. */
  readonly texts: readonly string[];
  /** The status of a path parameter that breaks its schema. */
  readonly invalidPath: 404 | 400;
}

/** Path, then query, headers and cookies together. Throws 404 or 400. */
export function readParameters(
  { parameters, idempotency }: OperationPlan,
  { request, search }: Exchange,
  input: ReadingInput,
): SentParameters {
  const path = parameters.readPath(input.texts);
  if (path.errors.length > 0) throw invalidPath(input.invalidPath, path.errors);
  const queryString = parameters.hasQuery && search !== '' ? new QueryString(search) : null;
  const query = parameters.readQuery(queryString);
  const headers = parameters.readHeaders(request);
  const cookies = parameters.readCookies(request);
  if (queryString?.hasBrokenName) throw validationFailed([BROKEN_QUERY, ...query.errors]);
  const errors = query.errors.length + headers.errors.length + cookies.errors.length;
  if (errors > 0) throw validationFailed([...query.errors, ...headers.errors, ...cookies.errors]);
  const key = idempotency?.keyOf(request);
  return { path: path.values, query: query.values, headers: headers.values, cookies: cookies.values, key };
}

/** What a handler is given. The web-standard request is made only for a handler that looks at it. */
export class CheckedRequest implements HandlerRequest {
  readonly path: HandlerRequest['path'];
  readonly query: HandlerRequest['query'];
  readonly headers: HandlerRequest['headers'];
  readonly cookies: HandlerRequest['cookies'];
  readonly body: unknown;
  readonly contentType: string | undefined;
  readonly incoming: IncomingRequest;

  constructor(request: IncomingRequest, parameters: SentParameters, body: ReadBody) {
    this.path = parameters.path;
    this.query = parameters.query;
    this.headers = parameters.headers;
    this.cookies = parameters.cookies;
    this.body = body.value;
    this.contentType = body.contentType;
    this.incoming = request;
  }

  get raw(): Request {
    return this.incoming.web;
  }
}

const BROKEN_QUERY: FieldError = {
  pointer: 'query',
  code: 'encoding',
  message: 'must be percent-encoded UTF-8',
};

function invalidPath(status: 404 | 400, errors: readonly FieldError[]): Error {
  return status === 400
    ? validationFailed(errors)
    : frameProblem('not-found', 'There is nothing at this path.');
}
