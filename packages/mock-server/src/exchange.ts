import type { ContractBreach } from '@plumbline/runtime/server';
import type { Refusal } from './answer/refuse.ts';
import type { AnsweredBy } from './log/exchange-record.ts';
import { CONTROL_PARAMETERS, type Preferences } from './request/preferences.ts';

/** One request and what became of it. */
export interface Exchange {
  /** As the operation reads it: without what was meant for the mock. */
  readonly request: Request;
  readonly accept: string | null;
  readonly preferences: Preferences;
  /** Whether an answer was found for it; otherwise the frame refused it. */
  isAnswered: boolean;
  /** Where the answer came from, as far as it was not refused. */
  answeredBy: AnsweredBy | undefined;
  /** Why the frame refused it, where it did. */
  refusal: Refusal | undefined;
  /** How the answer of a responder breaks the description. */
  breach: ContractBreach | undefined;
  /** What stopped the answer. */
  failure: unknown;
}

/** What a request was found to be for. */
export interface Target {
  /** Of the operation: `GET` where a HEAD request is answered by it. */
  readonly method: string;
  /** The path as the operation's template reads it. */
  readonly pathname: string;
}

export function createExchange(received: Request, preferences: Preferences, target: Target): Exchange {
  return {
    request: forOperation(received, preferences, target),
    accept: received.headers.get('accept'),
    preferences,
    isAnswered: false,
    answeredBy: undefined,
    refusal: undefined,
    breach: undefined,
    failure: undefined,
  };
}

function forOperation(received: Request, preferences: Preferences, { method, pathname }: Target): Request {
  const url = new URL(received.url);
  const control = CONTROL_PARAMETERS.filter((name) => url.searchParams.has(name));
  // `Accept` speaks of the success; with a preferred status it is weighed when that is negotiated.
  const losesAccept = preferences.code !== undefined && received.headers.has('accept');
  // HEAD is answered as GET is; its answer loses the body at the very end.
  const isHead = received.method === 'HEAD' && method !== 'HEAD';
  if (control.length === 0 && !losesAccept && !isHead && url.pathname === pathname) return received;
  for (const name of control) url.searchParams.delete(name);
  url.pathname = pathname;
  const request = new Request(url, isHead ? { method: 'GET', headers: received.headers } : received);
  if (losesAccept) request.headers.delete('accept');
  return request;
}
