import { defaultBodySerializer, isWireBody, type WireBody } from '../core/body-serializer.ts';
import { parseExact, replaceLongIntegers, writeExact } from './exact-json.ts';

/** What integers that a number cannot hold exactly are read as. */
export type Int64As = 'bigint' | 'string';

interface Int64Json {
  readonly parseJson: (text: string) => unknown;
  readonly bodySerializer: (body: unknown, headers?: { get(name: string): string | null }) => WireBody;
}

/**
 * Reads integers beyond 2^53 and writes bigints without loss, for a client that knows nothing of its description:
 *
 *     createClient<paths>({ baseUrl, ...int64Json('bigint') });
 *
 * The value decides, so a member may be a number one time and not the other. `plumbline generate --int64` writes a
 * client that goes by the schema.
 */
export function int64Json(as: Int64As): Int64Json {
  return {
    parseJson: (text) =>
      replaceLongIntegers(parseExact(text), (digits) => {
        if (Number.isSafeInteger(Number(digits))) return Number(digits);
        return as === 'bigint' ? BigInt(digits) : digits;
      }),
    bodySerializer(body, headers) {
      const isJson = !headers?.get('content-type')?.includes('form') && !isWireBody(body);
      return isJson ? writeExact(body) : defaultBodySerializer(body, headers);
    },
  };
}
