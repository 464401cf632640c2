import { defaultBodySerializer, isWireBody } from '../core/body-serializer.ts';
import { type CoreClient, createCoreClient, methods } from '../core/core-client.ts';
import type { CallOptions, CoreOptions } from '../core/core-options.ts';
import type { CallResult } from '../core/read-answer.ts';
import { deliverInt64 } from './deliver-int64.ts';
import { parseExact, writeExact } from './exact-json.ts';
import type { Int64As } from './int64-json.ts';
import { type Int64Place, type Int64Places, Int64Walk, type OperationInt64Places } from './int64-places.ts';
import { withIntegers } from './send-int64.ts';

export interface Int64Settings {
  readonly as: Int64As;
  readonly places: Int64Places;
  /** Writes what is no JSON. @default as the client does */
  readonly bodySerializer?: Serializer;
}

type Serializer = (body: unknown, headers?: { get(name: string): string | null }) => unknown;

/** A core that reads and writes the integers of 64 bits of one description. */
export interface Int64Core extends CoreClient {
  /** Reads an item of the stream of an operation, named as `GET /events`. */
  itemParser(operation: string): (text: string) => unknown;
}

/**
 * What a generated client has as its `core` where integers of 64 bits are asked for as bigint or text
 * (`plumbline generate --int64 bigint`). Answers have just those integers so that the description says are of 64
 * bits; bodies are written as JSON integers, texts too. A `bodySerializer` or a `parseJson` of the caller's own has
 * the last word.
 */
export function int64Core({ as, places, bodySerializer }: Int64Settings) {
  const walk = new Int64Walk(places);
  const placesOf = (operation: string): OperationInt64Places =>
    Object.hasOwn(places.operations, operation) ? (places.operations[operation] ?? {}) : {};
  const deliver = (value: unknown, place: Int64Place | undefined): unknown =>
    deliverInt64(value, { walk, node: walk.nodeOf(place), as });

  return (options: CoreOptions): Int64Core => {
    const parseJson = options.parseJson ?? parseExact;
    const core = createCoreClient({ bodySerializer: exactBody(bodySerializer), ...options, parseJson });
    const request: CoreClient['request'] = async (method, path, init = {}) => {
      const operation = `${method.toUpperCase()} ${path}`;
      const { answers, body } = placesOf(operation);
      const serializer = init.bodySerializer ?? options.bodySerializer;
      const isOurs =
        as === 'string' && !serializer && typeof init.body !== 'function' && !isWireBody(init.body);
      const node = isOurs ? walk.nodeOf(body) : undefined;
      const sent = node ? { ...init, body: withIntegers(init.body, { walk, node, operation }) } : init;
      return delivered(await core.request(method, path, sent), sent, (value, result) =>
        deliver(value, placeIn(answers, result)),
      );
    };
    const calls = methods.map((method) => [
      method,
      (path: string, init?: CallOptions) => request(method, path, init),
    ]);
    return {
      ...core,
      // Safe: there is a call for each of the methods.
      ...(Object.fromEntries(calls) as Pick<CoreClient, (typeof methods)[number]>),
      request,
      itemParser: (operation) => (text) => deliver(parseJson(text), placesOf(operation).item),
    };
  };
}

/** Bodies that were asked for as something else than JSON are left alone; an error is always read. */
function delivered(
  result: CallResult,
  { parseAs = 'json' }: CallOptions,
  deliver: (value: unknown, result: CallResult) => unknown,
): CallResult {
  if (result.error !== undefined) return { ...result, error: deliver(result.error, result) };
  return result.data === undefined || parseAs !== 'json'
    ? result
    : { ...result, data: deliver(result.data, result) };
}

/** The place of an answer: by its status or what stands for it, and its media type or a range of them. */
function placeIn(
  answers: OperationInt64Places['answers'] = {},
  { status, mediaType = '' }: CallResult,
): Int64Place | undefined {
  const names = [String(status), `${Math.floor(status / 100)}XX`, 'default'];
  const name = names.find((one) => Object.hasOwn(answers, one)) ?? '';
  const media = answers[name] ?? {};
  const range = `${mediaType.split('/')[0]}/*`;
  const found = [mediaType, range, '*/*'].find((one) => Object.hasOwn(media, one)) ?? '';
  return media[found];
}

/** Writes bigints as the integers they are: in JSON, and in the fields of a form. */
function exactBody(usual: Serializer = defaultBodySerializer): Serializer {
  return (body, headers) => {
    if (isWireBody(body)) return usual(body, headers);
    const type = headers?.get('content-type') ?? '';
    const isMultipart = type.includes('multipart/form-data');
    if (!isMultipart && !type.includes('form-urlencoded')) return writeExact(body);
    // Safe: forms are written from objects.
    const fields = Object.entries(body as object).map(([name, value]) => [
      name,
      exactField(value, isMultipart),
    ]);
    return usual(Object.fromEntries(fields), headers);
  };
}

function exactField(value: unknown, isMultipart: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => exactField(item, isMultipart));
  if (typeof value === 'bigint') return String(value);
  // A part that is an object is sent as JSON.
  const isJson = isMultipart && typeof value === 'object' && value !== null && !(value instanceof Blob);
  return isJson ? writeExact(value) : value;
}
