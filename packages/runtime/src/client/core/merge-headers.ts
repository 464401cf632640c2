type HeaderValue = string | number | boolean;

/** Headers as a caller gives them: anything with entries, or an object in which `null` takes a header back. */
export type HeadersInput =
  | Iterable<readonly [string, HeaderValue] | readonly string[]>
  | Readonly<Record<string, HeaderValue | readonly HeaderValue[] | null | undefined>>;

/** By names in lower case; `null` where a header was taken back. */
export type FlatHeaders = Record<string, string | null>;

/** Most calls say nothing, and an object without a prototype costs more than all else here. */
const none: FlatHeaders = Object.freeze(Object.create(null));

/** Merges as `mergeHeaders` does, and keeps what was taken back. */
export function flattenHeaders(layers: readonly (HeadersInput | null | undefined)[]): FlatHeaders {
  let flat = none;
  for (const layer of layers) {
    if (!layer || typeof layer !== 'object') continue;
    for (const [name, value] of Symbol.iterator in layer ? layer : Object.entries(layer)) {
      if (flat === none) flat = Object.create(null);
      const key = (name as string).toLowerCase(); // an entry begins with its name
      if (Array.isArray(value)) {
        if (value.length > 0) flat[key] = [flat[key] ?? [], value].flat().join(', ');
      } else if (value !== undefined) flat[key] = value === null ? null : String(value);
    }
  }
  return flat;
}

/** Without the headers that were taken back; `undefined` for none at all, which `Request` takes fastest. */
export function sentHeaders(flat: FlatHeaders): Record<string, string> | undefined {
  let sent: Record<string, string> | undefined;
  for (const name in flat) {
    const value = flat[name];
    if (value != null) sent = { ...sent, [name]: value };
  }
  return sent;
}

/**
 * Merges headers, later ones win. `null` takes a header back, `undefined` leaves it, and a list is added to what
 * the header has already.
 */
export const mergeHeaders = (...layers: (HeadersInput | null | undefined)[]): Headers =>
  new Headers(sentHeaders(flattenHeaders(layers)));
