import type { CompiledCheck } from '@plumbline/json-schema/compiled-check';
import type { MediaTypeContract, RequestBodyContract } from '../../contract.ts';
import { toFieldErrors } from '../field-errors.ts';
import type { IncomingRequest } from '../incoming-request.ts';
import { isLater } from '../later.ts';
import { essenceOf, isInRange, isJson, isText, parseMediaType, rangeExactness } from '../media-type.ts';
import { type FieldError, frameProblem } from '../problem.ts';
import { readMultipartBody, readUrlencodedBody } from './form-body.ts';
import { readBytes } from './read-bytes.ts';
import { decodeUtf8, hasBadCharacter, parseStrictJson } from './strict-json.ts';

export interface BodyLimits {
  /** Bytes of a request body. */
  readonly bodyBytes: number;
  /** Levels of nesting in JSON. */
  readonly jsonDepth: number;
}

/** What a request says of its body before anything of it is read. */
export type BodyKind =
  | { readonly kind: 'none' }
  /** No media type is named, and only reading tells whether there is a body. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'typed'; readonly type: DeclaredType };

type SentKind = Exclude<BodyKind, { kind: 'none' }>;

interface DeclaredType {
  /** Of the request, without parameters. */
  readonly essence: string;
  /** The whole header, for the boundary of a multipart body. */
  readonly header: string;
  readonly content: MediaTypeContract;
}

export interface ReadBody {
  readonly value: unknown;
  readonly contentType: string | undefined;
  /** As they came, for the fingerprint of an idempotent request. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface BodyPlan {
  /** Throws 415 for a media type that the operation does not take, and for a compressed text. */
  recognize(request: IncomingRequest): BodyKind;
  /** Throws 413, 415 and 400. At once where nothing is sent. */
  read(request: IncomingRequest, kind: BodyKind): ReadBody | Promise<ReadBody>;
}

const NO_BYTES = new Uint8Array();
const NO_BODY: ReadBody = { value: undefined, contentType: undefined, bytes: NO_BYTES };
/** Header texts whose reading is remembered for each operation. */
const REMEMBERED_TYPES = 32;

export function createBodyPlan(body: RequestBodyContract, limits: BodyLimits): BodyPlan {
  const contents = body.content
    .map((content) => ({ content, range: essenceOf(content.mediaType) }))
    .sort((a, b) => rangeExactness(b.range) - rangeExactness(a.range));
  const known = new Map<string, BodyKind>();

  const recognizeHeader = (header: string): BodyKind => {
    const remembered = known.get(header);
    if (remembered !== undefined) return remembered;
    const kind: BodyKind = { kind: 'typed', type: findType(header, contents, body.content) };
    // Multipart boundaries differ from request to request: they would only fill the memory.
    if (known.size < REMEMBERED_TYPES && !header.includes('boundary')) known.set(header, kind);
    return kind;
  };

  return {
    recognize(request) {
      const presence = bodyPresence(request);
      if (presence === 'none') return NONE;
      const header = request.header('content-type');
      if (header !== null) return requirePlain(recognizeHeader(header), request);
      if (presence === 'some') throw noMediaType(body.content);
      return UNKNOWN;
    },
    read(request, kind) {
      if (kind.kind === 'none') return requireAbsent(body);
      return readBytes(request, limits.bodyBytes, (bytes) => readAs(kind, bytes));
    },
  };

  function readAs(kind: SentKind, bytes: Uint8Array<ArrayBuffer>): ReadBody | Promise<ReadBody> {
    if (bytes.byteLength === 0 && (kind.kind === 'unknown' || isEmptyAbsent(kind.type)))
      return requireAbsent(body);
    if (kind.kind === 'unknown') throw noMediaType(body.content);
    const { type } = kind;
    const decoded = decodeBody(bytes, type, limits);
    return isLater(decoded)
      ? decoded.then((late) => toReadBody(type, late, bytes))
      : toReadBody(type, decoded, bytes);
  }
}

/** Throws 400 for a value that breaks its schema. */
function toReadBody(
  type: DeclaredType,
  { value, checked }: DecodedBody,
  bytes: Uint8Array<ArrayBuffer>,
): ReadBody {
  if (checked !== undefined && type.content.check !== undefined) check(type.content.check, checked);
  return { value, contentType: type.essence, bytes };
}

/** Compressed bodies are not unpacked (RFC 9110, section 15.5.16): what is read as text must come as it is. */
function requirePlain(kind: BodyKind, request: IncomingRequest): BodyKind {
  const coding = request.header('content-encoding');
  if (coding === null || coding.trim().toLowerCase() === 'identity') return kind;
  if (kind.kind === 'typed' && !isDecoded(kind.type.essence)) return kind;
  throw frameProblem('unsupported-media-type', 'A compressed body is not read. Send it as it is.', {
    headers: { 'accept-encoding': 'identity' },
  });
}

const NONE: BodyKind = { kind: 'none' };
const UNKNOWN: BodyKind = { kind: 'unknown' };

/**
 * HTTP/1.1 says by `Content-Length` or `Transfer-Encoding` that a body follows (RFC 9112, section
 * 6.3). A `Request` that was made in process has neither; there `mayHaveBody` tells.
 */
function bodyPresence(request: IncomingRequest): 'none' | 'some' | 'unknown' {
  const length = request.header('content-length');
  if (length !== null) return length === '0' ? 'none' : 'some';
  if (request.header('transfer-encoding') !== null) return 'unknown';
  return request.mayHaveBody ? 'unknown' : 'none';
}

/** An empty text is a text; an empty JSON document is no document, so nothing was sent. */
function isEmptyAbsent(type: DeclaredType): boolean {
  return !isText(type.essence);
}

function requireAbsent(body: RequestBodyContract): ReadBody {
  if (!body.required) return NO_BODY;
  const errors = [{ pointer: '', code: 'required', message: 'is required' }];
  throw frameProblem('validation-failed', 'This operation needs a body.', { errors });
}

function findType(
  header: string,
  contents: readonly { readonly content: MediaTypeContract; readonly range: string }[],
  declared: readonly MediaTypeContract[],
): DeclaredType {
  const type = parseMediaType(header);
  if (type === undefined) throw unsupported('The Content-Type cannot be read.', declared);
  const found = contents.find(({ range }) => isInRange(type.essence, range));
  if (found === undefined) throw unsupported(`A body of type ${type.essence} is not taken here.`, declared);
  const charset = type.parameters.get('charset')?.toLowerCase();
  const isReadAsText = isDecoded(type.essence) && type.essence !== MULTIPART;
  if (
    isReadAsText &&
    charset !== undefined &&
    charset !== 'utf-8' &&
    charset !== 'utf8' &&
    charset !== 'us-ascii'
  ) {
    throw unsupported('Only UTF-8 is read.', declared);
  }
  return { essence: type.essence, header, content: found.content };
}

function noMediaType(declared: readonly MediaTypeContract[]): Error {
  return unsupported('The body comes without a Content-Type.', declared);
}

function unsupported(what: string, declared: readonly MediaTypeContract[]): Error {
  const accepted = declared.map(({ mediaType }) => mediaType).join(', ');
  // RFC 9110, section 15.5.16: a 415 may say in Accept what would have been taken.
  return frameProblem('unsupported-media-type', `${what} Send one of: ${accepted}.`, {
    headers: { accept: accepted },
  });
}

const URLENCODED = 'application/x-www-form-urlencoded';
const MULTIPART = 'multipart/form-data';

/** Whether the body is looked into; others are handed on as bytes, whatever they are. */
function isDecoded(essence: string): boolean {
  return isJson(essence) || isText(essence) || essence === URLENCODED || essence === MULTIPART;
}

interface DecodedBody {
  readonly value: unknown;
  /** What the schema sees; undefined where there is nothing that a schema could check. */
  readonly checked: unknown;
}

function decodeBody(
  bytes: Uint8Array<ArrayBuffer>,
  type: DeclaredType,
  limits: BodyLimits,
): DecodedBody | Promise<DecodedBody> {
  if (isJson(type.essence)) return decodeJson(bytes, limits.jsonDepth);
  if (type.essence === URLENCODED) return readUrlencodedBody(decodeText(bytes), type.content.shape);
  if (type.essence === MULTIPART) return readMultipartBody(bytes, type.header, type.content.shape);
  if (!isText(type.essence)) return { value: plainBytes(bytes), checked: undefined };
  const text = decodeText(bytes);
  if (hasBadCharacter(text)) throw frameProblem('malformed-body', 'The text has a NUL character.');
  // XML is handed on as text: its schema speaks of a tree that is not parsed here.
  return { value: text, checked: type.essence.startsWith('text/') ? text : undefined };
}

/** Adapters may bring bytes of a kind of their own, such as Node's `Buffer`. */
function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function decodeJson(bytes: Uint8Array<ArrayBuffer>, maxDepth: number): DecodedBody {
  const result = parseStrictJson(bytes, maxDepth);
  if (result.kind === 'refused') throw frameProblem('malformed-json', result.refusal.detail);
  return { value: result.value, checked: result.value };
}

function decodeText(bytes: Uint8Array<ArrayBuffer>): string {
  const text = decodeUtf8(bytes);
  if (text === undefined) throw frameProblem('malformed-body', 'The body is not valid UTF-8.');
  return text;
}

function check(schema: CompiledCheck, value: unknown): void {
  if (schema(value)) return;
  throw validationFailed(toFieldErrors(schema, ''));
}

export function validationFailed(errors: readonly FieldError[]): Error {
  return frameProblem('validation-failed', 'The request has a value that is not allowed; see errors.', {
    errors,
  });
}
