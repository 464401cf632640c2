import { InvalidSchema, makeValue, UnsatisfiableSchema } from '@plumbline/json-schema';
import type { ApiModel, ExchangePart, Header, Operation, RateLimit, Response } from '@plumbline/openapi';
import type { LazyChecks } from '../checks.ts';
import { isObject } from '../json.ts';
import { mediaKind } from './media-kind.ts';
import { toSeed } from './seed.ts';

export interface HeadersInput {
  readonly model: ApiModel;
  readonly checks: LazyChecks;
  readonly now: () => number;
}

export interface HeaderMaker {
  /** Names as declared. `search` is the query of the request. */
  headersFor(response: Response, status: number, search: URLSearchParams): Readonly<Record<string, string>>;
}

/** They frame the message or name its encoding, so an example of them would be untrue. */
const OF_THE_SERVER = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'keep-alive',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export function createHeaderMaker(operation: Operation, input: HeadersInput): HeaderMaker {
  const texts = new WeakMap<Header, { readonly text: string | undefined }>();
  const usual = (header: Header): string | undefined => {
    const known = texts.get(header) ?? { text: usualText(header, input) };
    texts.set(header, known);
    return known.text;
  };

  return {
    headersFor(response, status, search) {
      const behaviours = behaviourHeaders(operation, { status, now: input.now(), search });
      const headers: Record<string, string> = {};
      for (const header of response.headers) {
        const name = header.name.toLowerCase();
        if (OF_THE_SERVER.has(name)) continue;
        const behaviour = behaviours.get(name);
        if (behaviour === null && !header.required) continue;
        const isAllowed = typeof behaviour === 'string' && allowsText(header, behaviour, input);
        const text = isAllowed ? behaviour : usual(header);
        if (text !== undefined) headers[header.name] = text;
      }
      return headers;
    },
  };
}

interface Situation {
  readonly status: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly search: URLSearchParams;
}

/** By lower-case name: what the behaviours say of a header; null: it is not sent where it may be left out. */
function behaviourHeaders(operation: Operation, situation: Situation): ReadonlyMap<string, string | null> {
  const { rateLimit, idempotency, pagination } = operation.behaviours;
  const headers = new Map<string, string | null>();
  const set = (part: ExchangePart | undefined, text: string | null) => {
    if (part?.in === 'header' && part.message === 'response') headers.set(part.name.toLowerCase(), text);
  };
  // A mock keeps no answers, so none is a replay.
  set(idempotency?.marker, null);
  if (rateLimit) for (const [part, text] of rateLimitTexts(rateLimit, situation)) set(part, text);
  // Examples show a first page. Whoever asks for another one gets the last, or it would ask for ever.
  const asked = [pagination?.cursor, pagination?.page, pagination?.offset];
  if (asked.some((part) => part?.in === 'query' && situation.search.has(part.name))) {
    set(pagination?.next, null);
    set(pagination?.hasMore, 'false');
  }
  return headers;
}

function rateLimitTexts(
  rateLimit: RateLimit,
  { status, now }: Situation,
): readonly (readonly [ExchangePart | undefined, string])[] {
  const policy = rateLimit.policies[0];
  if (!policy) return [];
  const isRejected = String(status) === rateLimit.status;
  const end = Math.ceil((now + 1) / policy.windowMs) * policy.windowMs;
  const secondsLeft = String(Math.ceil((end - now) / 1000));
  const reset = {
    'unix-seconds': String(Math.ceil(end / 1000)),
    'unix-millis': String(end),
    'seconds-left': secondsLeft,
    'http-date': new Date(end).toUTCString(),
  }[rateLimit.resetUnit ?? 'unix-seconds'];
  return [
    [rateLimit.limit, String(policy.quota)],
    [rateLimit.remaining, String(isRejected ? 0 : Math.max(policy.quota - rateLimit.cost, 0))],
    [rateLimit.reset, reset],
    [rateLimit.retryAfter, secondsLeft],
  ];
}

/** How many values are made until one can be sent. */
const TRIES = 5;

/** The first valid example, else a made value; undefined when a header can carry neither. */
function usualText(header: Header, input: HeadersInput): string | undefined {
  for (const { value } of header.examples) {
    const text = toText(header, value);
    if (isSendable(text) && (allows(header, value, input) || allowsText(header, text, input))) return text;
  }
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const value = made(header, input, toSeed(header.name) + attempt);
    const text = value === undefined ? '' : toText(header, value);
    if (value !== undefined && isSendable(text)) return text;
  }
  return undefined;
}

function made(header: Header, { model }: HeadersInput, seed: number): unknown {
  try {
    return makeValue(header.schema, { definitions: model.schemas, seed: seed >>> 0, projection: 'response' });
  } catch (error) {
    if (error instanceof UnsatisfiableSchema || error instanceof InvalidSchema) return undefined;
    throw error;
  }
}

const allows = (header: Header, value: unknown, { checks }: HeadersInput): boolean =>
  checks.response(header.schema, header.place)(value);

/** Headers carry text only: a text is allowed when it stands for a value that is. */
function allowsText(header: Header, text: string, input: HeadersInput): boolean {
  const readings = [text, ...(text === 'true' || text === 'false' ? [text === 'true'] : [])];
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return [...readings, ...(Number.isFinite(number) ? [number] : [])].some((value) =>
    allows(header, value, input),
  );
}

/** Style `simple` (OpenAPI 3.1.1, "Style Values"), or a document of the declared media type. */
function toText(header: Header, value: unknown): string {
  if (header.mediaType !== undefined && mediaKind(header.mediaType) === 'json') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(plainText).join(',');
  if (!isObject(value)) return plainText(value);
  const separator = header.explode ? '=' : ',';
  return Object.entries(value)
    .map(([name, field]) => `${name}${separator}${plainText(field)}`)
    .join(',');
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** RFC 9110, section 5.5: visible ASCII and blanks inside. Blanks around a value are lost on the way. */
function isSendable(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text) && text === text.trim();
}
