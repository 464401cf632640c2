import { abortable } from './abortable.ts';
import type { Clock } from './clock.ts';

/**
 * Sends a request that must be answered in time: until its headers are there, its body may take longer.
 * @throws a `TimeoutError` when it is not, and what the request's own signal says when that is aborted
 */
export async function sendInTime(
  request: Request,
  send: (request: Request) => Promise<Response>,
  { timeoutMs, clock }: { readonly timeoutMs: number; readonly clock: Clock },
): Promise<Response> {
  const late = new AbortController();
  const cancel = clock.after(timeoutMs, () =>
    late.abort(new DOMException(`no answer in ${timeoutMs} ms`, 'TimeoutError')),
  );
  const signal = AbortSignal.any([request.signal, late.signal]);
  try {
    // Whatever sends may not listen to signals, so the limit does not rely on it.
    return await abortable(send(new Request(request, { signal })), signal);
  } finally {
    cancel();
  }
}
