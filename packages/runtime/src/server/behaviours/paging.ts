import type { ExchangePartContract, PaginationContract } from '../../contract.ts';
import type { PageInfo } from '../answer.ts';

/** Writes a page's place in its list into the headers that the description names. */
export function pagingHeaders(pagination: PaginationContract, page: PageInfo): Record<string, string> {
  const headers: Record<string, string> = {};
  const next = headerName(pagination.next);
  if (next !== undefined && page.next !== null) {
    headers[next] = next === 'link' ? `<${page.next}>; rel="next"` : page.next;
  }
  const hasMore = headerName(pagination.hasMore);
  if (hasMore !== undefined) headers[hasMore] = String(page.hasMore);
  const total = headerName(pagination.total);
  if (total !== undefined && page.total !== undefined) headers[total] = String(page.total);
  return headers;
}

/** In lower case; undefined for what the handler itself puts into the body. */
export function headerName(part: ExchangePartContract | undefined): string | undefined {
  return part?.in === 'header' ? part.name?.toLowerCase() : undefined;
}
