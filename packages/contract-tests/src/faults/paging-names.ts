import type { ExchangePart, Operation } from '@plumbline/openapi';

/** The query parameters with which an operation is paged. */
export function pagingNames({ behaviours: { pagination } }: Operation): ReadonlySet<string> {
  if (!pagination) return new Set();
  const { cursor, limit, page, offset } = pagination;
  return new Set([cursor, limit, page, offset].flatMap((part) => queryName(part) ?? []));
}

export const queryName = (part: ExchangePart | undefined): string | undefined =>
  part?.in === 'query' ? part.name : undefined;
