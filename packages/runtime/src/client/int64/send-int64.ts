import type { Int64Node, Int64Walk } from './int64-places.ts';

interface Sending {
  readonly walk: Int64Walk;
  readonly node: Int64Node | undefined;
  /** `POST /websites`, for messages. */
  readonly operation: string;
}

/**
 * A body whose texts are bigints where the description says integer, so that they are written as such. The body that
 * was given stays as it is; a text where one may stand too remains a text.
 *
 * @throws {TypeError} for a text that is no integer
 */
export function withIntegers(body: unknown, { walk, node, operation }: Sending): unknown {
  const convert = (value: unknown, at: Int64Node | undefined, place: string): unknown => {
    if (!at) return value;
    if (typeof value === 'string' && at.integer && !at.text) {
      if (/^-?\d+$/.test(value)) return BigInt(value);
      throw new TypeError(
        `${operation}: the body has ${JSON.stringify(value)} at ${JSON.stringify(place)}, where the description says ` +
          'integer: give its digits as text.',
      );
    }
    if (Array.isArray(value)) {
      return value.map((item, index) =>
        convert(item, walk.below(at, String(index), true), `${place}/${index}`),
      );
    }
    if (!isPlain(value)) return value;
    const members = Object.entries(value).map(([name, member]) => [
      name,
      convert(member, walk.below(at, name, false), `${place}/${name}`),
    ]);
    return Object.fromEntries(members);
  };
  return convert(body, node, '');
}

/** What else is sent writes itself: dates, files, instances of classes. */
function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
