import type { BodyKind, ReadBody } from './body/body-plan.ts';
import { validationFailed } from './body/body-plan.ts';
import type { Exchange } from './exchange.ts';
import type { HandlerRequest } from './handler.ts';
import type { IncomingRequest } from './incoming-request.ts';
import type { OperationPlan } from './operation-plan.ts';
import { QueryString } from './parameters/query-string.ts';
import { type FieldError, frameProblem } from './problem.ts';

const NO_BODY_KIND: BodyKind = { kind: 'none' };
const NO_BODY: ReadBody = { value: undefined, contentType: undefined, bytes: new Uint8Array() };

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

export interface ReadRequest {
  readonly handlerRequest: HandlerRequest;
  readonly bytes: ReadBody['bytes'];
  /** The idempotency key, where one was sent and is heeded. */
  readonly key: string | undefined;
}

export interface ReadingInput {
  /** The path's parameters, as written in the URL. */
  readonly texts: readonly string[];
  readonly bodyKind: BodyKind;
  /** The status of a path parameter that breaks its schema. */
  readonly invalidPath: 404 | 400;
}

/** What a handler is given. The web-standard request is made only for a handler that looks at it. */
class CheckedRequest implements HandlerRequest {
  readonly path: HandlerRequest['path'];
  readonly query: HandlerRequest['query'];
  readonly headers: HandlerRequest['headers'];
  readonly cookies: HandlerRequest['cookies'];
  readonly body: unknown;
  readonly contentType: string | undefined;
  readonly #request: IncomingRequest;

  constructor(request: IncomingRequest, parts: Omit<HandlerRequest, 'raw'>) {
    this.path = parts.path;
    this.query = parts.query;
    this.headers = parts.headers;
    this.cookies = parts.cookies;
    this.body = parts.body;
    this.contentType = parts.contentType;
    this.#request = request;
  }

  get raw(): Request {
    return this.#request.web;
  }
}

/** Path, then query, headers and cookies together, then the body. */
export async function readRequest(
  operation: OperationPlan,
  exchange: Exchange,
  input: ReadingInput,
): Promise<ReadRequest> {
  const { request } = exchange;
  const { parameters, idempotency, body: bodyPlan } = operation;
  const path = parameters.readPath(input.texts);
  if (path.errors.length > 0) throw invalidPath(input.invalidPath, path.errors);
  const search = parameters.hasQuery && exchange.search !== '' ? new QueryString(exchange.search) : null;
  const query = parameters.readQuery(search);
  const headers = parameters.readHeaders(request);
  const cookies = parameters.readCookies(request);
  if (search?.hasBrokenName) throw validationFailed([BROKEN_QUERY, ...query.errors]);
  const errors = query.errors.length + headers.errors.length + cookies.errors.length;
  if (errors > 0) throw validationFailed([...query.errors, ...headers.errors, ...cookies.errors]);
  const key = idempotency?.keyOf(request);
  const body = bodyPlan === undefined ? NO_BODY : await bodyPlan.read(request, input.bodyKind);

  return {
    handlerRequest: new CheckedRequest(request, {
      path: path.values,
      query: query.values,
      headers: headers.values,
      cookies: cookies.values,
      body: body.value,
      contentType: body.contentType,
    }),
    bytes: body.bytes,
    key,
  };
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
