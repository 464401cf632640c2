import type { ApiModel } from '@plumbline/openapi';
import { essence } from '../check/media-type.ts';
import type { Draft } from '../request/draft.ts';
import { type WrittenRequest, writeRequest } from '../request/write-request.ts';
import type { Target } from '../target.ts';
import { uuidFor } from '../values/seed.ts';
import { BudgetSpent, interrupted } from './budget.ts';
import type { Answer, Exchange } from './exchange-record.ts';
import type { Pace } from './pace.ts';
import type { Settings } from './settings.ts';
import type { Turns } from './turns.ts';

/** Brings requests to the target, in the bounds of the run. */
export interface Courier {
  /** @throws BudgetSpent */
  send(draft: Draft): Promise<Exchange>;
  /** At once and once, whatever the rate limit says. @throws BudgetSpent */
  sendNow(draft: Draft): Promise<Exchange>;
  /** How many requests were sent. */
  readonly sent: number;
}

export interface CourierContext {
  readonly model: ApiModel;
  readonly target: Target;
  readonly settings: Settings;
  readonly pace: Pace;
  /** Each new key is a turn. */
  readonly turns: Turns;
  readonly onExchange: (exchange: Exchange) => void | Promise<void>;
  /** Whether the run was told to stop; taking away what it made goes on. */
  readonly isInterrupted: () => boolean;
}

/** A refusal by the rate limiter is tried again so often. */
const attemptsAtLimit = 3;

export function createCourier(context: CourierContext): Courier {
  const { model, target, settings, pace, turns, onExchange, isInterrupted } = context;
  let sent = 0;

  async function sendOnce(draft: Draft): Promise<Exchange> {
    if (sent >= settings.maxRequests) throw new BudgetSpent(`${settings.maxRequests} requests were sent`);
    if (isInterrupted()) throw new BudgetSpent(interrupted);
    sent += 1;
    const number = sent;
    const headers = {
      ...lowerCaseNames(settings.headers ?? {}),
      ...keyHeader(draft, settings, nextKey(draft)),
      ...draft.headers,
    };
    const request = writeRequest(model, target, { ...draft, headers });
    const exchange: Exchange = { number, draft, ...(await deliver(request, draft.operation.id)) };
    await onExchange(exchange);
    return exchange;
  }

  function nextKey({ operation }: Draft): string {
    const { series, count } = turns.next(operation.id);
    return `${series}:${count}`;
  }

  async function deliver(
    written: WrittenRequest,
    operation: string,
  ): Promise<Pick<Exchange, 'request' | 'answer' | 'failure'>> {
    let sending = written;
    try {
      const request = toRequest(written, settings.timeoutMs);
      const prepared = (await settings.beforeRequest?.(request, operation)) ?? request;
      if (prepared !== request) sending = await withBodyOf(prepared, written);
      const answering = readAnswer(target.fetch(prepared), settings.now);
      return { request: sending, answer: await withDeadline(answering, settings.timeoutMs) };
    } catch (error) {
      return { request: sending, failure: failureText(error) };
    }
  }

  return {
    get sent() {
      return sent;
    },
    sendNow: sendOnce,
    async send(draft) {
      for (let attempt = 1; ; attempt += 1) {
        await pace.beforeRequest(draft);
        const exchange = await sendOnce(draft);
        const mayTryAgain = exchange.answer?.status === 429 && attempt < attemptsAtLimit;
        await pace.afterAnswer(exchange, attempt);
        if (!mayTryAgain) return exchange;
      }
    },
  };
}

const lowerCaseNames = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Keys belong to the run and the request, so that no stored answer of another run comes back. */
function keyHeader(
  { operation, key }: Draft,
  { seed, run }: Settings,
  number: string,
): Record<string, string> {
  const part = operation.behaviours.idempotency?.key;
  if (part?.in !== 'header' || key === 'none') return {};
  const text = key === 'fresh' ? uuidFor(seed, `${run}:key:${number}`) : key.text;
  return { [part.name.toLowerCase()]: text };
}

function toRequest({ method, url, headers, body }: WrittenRequest, timeoutMs: number): Request {
  return new Request(url, {
    method,
    headers: { ...headers },
    redirect: 'manual', // A redirect is an answer of its own, and may lead to a host that was not named.
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined || method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
}

/** What is compared with answers is what was sent in the end. The headers that were added may be secrets. */
const withBodyOf = async (prepared: Request, written: WrittenRequest): Promise<WrittenRequest> =>
  prepared.body === null ? written : { ...written, body: await prepared.clone().text() };

/** Bodies beyond this are not read to their end. */
const maxBodyBytes = 16 * 1024 * 1024;

async function readAnswer(sending: Promise<Response>, now: () => number): Promise<Answer> {
  const response = await sending;
  const { status, headers } = response;
  const head = { status, headers, at: now() };
  if (essence(headers.get('content-type') ?? '') === 'text/event-stream') {
    await response.body?.cancel();
    return { ...head, text: '', isWhole: false };
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  // A response body is async iterable in Node, which the DOM's types do not say.
  const body = response.body as unknown as AsyncIterable<Uint8Array> | null;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBodyBytes) return { ...head, text: '', isWhole: false };
    chunks.push(chunk);
  }
  return { ...head, text: Buffer.concat(chunks).toString('utf8'), isWhole: true };
}

/** A handler in the same process does not hear the request's signal. */
async function withDeadline<Value>(work: Promise<Value>, ms: number): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** `fetch failed` says little; its cause says which connection failed and why. */
function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
