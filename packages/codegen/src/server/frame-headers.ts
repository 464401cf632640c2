import type { ExchangePart, Operation, Response } from '@plumbline/openapi';

/**
 * The headers of a response that the server frame writes from the behaviours, in lower case. A
 * handler is not asked for them.
 */
export function frameHeaders(operation: Operation, response: Response): ReadonlySet<string> {
  const { pagination, idempotency, rateLimit } = operation.behaviours;
  const parts: (ExchangePart | undefined)[] = [
    idempotency?.marker,
    rateLimit?.limit,
    rateLimit?.remaining,
    rateLimit?.reset,
  ];
  if (response.status === rateLimit?.status) parts.push(rateLimit.retryAfter);
  if (isSuccess(response.status)) parts.push(pagination?.next, pagination?.hasMore, pagination?.total);
  return new Set([REQUEST_ID, ...parts.flatMap(headerName)]);
}

/** The frame names the request in every answer, declared or not. */
const REQUEST_ID = 'x-request-id';

/** Whether the handler must say where its page stands: the frame then writes it into headers. */
export function needsPage(operation: Operation, response: Response): boolean {
  const { pagination } = operation.behaviours;
  if (pagination === undefined || !isSuccess(response.status)) return false;
  return [pagination.next, pagination.hasMore, pagination.total].some((part) => headerName(part).length > 0);
}

/** Whether the number of all items is promised in each answer. */
export function needsTotal(operation: Operation, response: Response): boolean {
  const [name] = headerName(operation.behaviours.pagination?.total);
  return response.headers.some((header) => header.required && header.name.toLowerCase() === name);
}

function headerName(part: ExchangePart | undefined): string[] {
  return part?.message === 'response' && part.in === 'header' ? [part.name.toLowerCase()] : [];
}

function isSuccess(status: string): boolean {
  return status.startsWith('2');
}
