import { essence, isJsonMedia } from '../check/media-type.ts';
import { parseJson } from '../values/json.ts';

/** A request as it passes, its body read. */
export interface CallRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  /** Empty where there is none. */
  readonly body: Uint8Array<ArrayBuffer>;
}

/** An answer as it passes, its body read. */
export interface CallAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Set for streams of events, which are handed on unread. */
  readonly stream?: Response;
}

type Message = CallRequest | CallAnswer;

export async function readRequest(request: Request): Promise<CallRequest> {
  const { method, url, headers } = request;
  return { method, url, headers, body: new Uint8Array(await request.arrayBuffer()) };
}

/** `original` lends what a call does not carry: its signal and how redirects are met. */
export function toRequest({ method, url, headers, body }: CallRequest, original: Request): Request {
  const { signal, redirect } = original;
  return new Request(url, {
    method,
    headers,
    redirect,
    signal,
    ...(body.length > 0 && method !== 'GET' && method !== 'HEAD' ? { body } : {}),
  });
}

export async function readAnswer(response: Response): Promise<CallAnswer> {
  const { status, headers } = response;
  if (essence(headers.get('content-type') ?? '') === 'text/event-stream') {
    return { status, headers, body: new Uint8Array(), stream: response };
  }
  return { status, headers, body: new Uint8Array(await response.arrayBuffer()) };
}

/** Statuses that `Response` takes no body with (fetch standard, "null body status"). */
const withoutBody: ReadonlySet<number> = new Set([101, 103, 204, 205, 304]);

export function toResponse({ status, headers, body, stream }: CallAnswer): Response {
  if (stream) return stream;
  return new Response(body.length === 0 || withoutBody.has(status) ? null : body, { status, headers });
}

export const isSuccess = ({ status }: CallAnswer): boolean => status >= 200 && status < 300;

export const textOf = ({ body }: Message): string => new TextDecoder().decode(body);

/** The JSON value of a body; undefined when it is none or its media type says so. */
export function jsonOf(message: Message): { readonly value: unknown } | undefined {
  const mediaType = message.headers.get('content-type') ?? 'application/json';
  return message.body.length > 0 && isJsonMedia(mediaType) ? parseJson(textOf(message)) : undefined;
}

/** The message with another body; its length is told anew by whoever sends it. */
export function withBytes<Type extends Message>(message: Type, body: Uint8Array<ArrayBuffer>): Type {
  return { ...message, body, headers: changedHeaders(message.headers, { 'content-length': undefined }) };
}

export const withText = <Type extends Message>(message: Type, text: string): Type =>
  withBytes(message, new TextEncoder().encode(text));

export const withJson = <Type extends Message>(message: Type, value: unknown): Type =>
  withText(message, JSON.stringify(value));

/** The message with other headers; undefined takes one away. */
export function withHeaders<Type extends Message>(
  message: Type,
  changes: Readonly<Record<string, string | undefined>>,
): Type {
  return { ...message, headers: changedHeaders(message.headers, changes) };
}

function changedHeaders(headers: Headers, changes: Readonly<Record<string, string | undefined>>): Headers {
  const changed = new Headers(headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) changed.delete(name);
    else changed.set(name, value);
  }
  return changed;
}

/** The request with another value of a query parameter; undefined takes it away. */
export function withQuery(request: CallRequest, name: string, value: string | undefined): CallRequest {
  const url = new URL(request.url);
  if (value === undefined) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return { ...request, url: url.href };
}

export const queryOf = ({ url }: CallRequest, name: string): string | undefined =>
  new URL(url).searchParams.get(name) ?? undefined;
