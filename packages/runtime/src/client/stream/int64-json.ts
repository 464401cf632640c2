import { defaultBodySerializer, isWireBody, type WireBody } from '../core/body-serializer.ts';

/** What integers that a number cannot hold exactly are read as. */
export type Int64As = 'bigint' | 'string';

export interface Int64Options {
  /**
   * Members whose integers are always read so. All others are where they are beyond 2^53, so that a member may be a
   * number one time and not the other; name those with `format: int64`.
   */
  readonly isInt64?: (key: string) => boolean;
}

interface Int64Json {
  readonly parseJson: (text: string) => unknown;
  readonly bodySerializer: (body: unknown, headers?: { get(name: string): string | null }) => WireBody;
}

/**
 * Reads and writes integers of 64 bits without loss:
 *
 *     createClient<paths>({ baseUrl, ...int64Json('bigint') });
 *
 * @throws {TypeError} where the platform does not tell the source text of JSON
 */
export function int64Json(as: Int64As, { isInt64 }: Int64Options = {}): Int64Json {
  const rawJson = rawJsonOf(JSON);
  if (parse('1', (_key, _value, context) => context?.source) !== '1' || !rawJson) {
    throw new TypeError(
      'int64Json needs a platform that tells the source text of JSON: Node 22 or a browser of 2025',
    );
  }
  const isExact = (key: string, value: number) => !isInt64?.(key) && Number.isSafeInteger(value);
  return {
    parseJson: (text) =>
      parse(text, (key, value, context) => {
        const source = context?.source;
        if (typeof value !== 'number' || !source || !/^-?\d+$/.test(source) || isExact(key, value))
          return value;
        return as === 'bigint' ? BigInt(source) : source;
      }),
    bodySerializer(body, headers) {
      const isJson = !headers?.get('content-type')?.includes('form') && !isWireBody(body);
      if (!isJson) return defaultBodySerializer(body, headers);
      return JSON.stringify(body, (_, value: unknown) =>
        typeof value === 'bigint' ? rawJson?.(String(value)) : value,
      );
    },
  };
}

type Reviver = (key: string, value: unknown, context?: { readonly source?: string }) => unknown;

/** With the third argument of the reviver, of which the types do not know yet. */
const parse = (text: string, revive: Reviver): unknown =>
  JSON.parse(text, revive as (key: string, value: unknown) => unknown);

/** Text that `JSON.stringify` takes as it is; the types do not know it yet either. */
const rawJsonOf = (json: { readonly stringify: unknown; readonly rawJSON?: (text: string) => unknown }) =>
  json.rawJSON;
