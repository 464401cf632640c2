import type { RecordedExchange } from '../exchange.ts';
import { toCurl } from '../report/curl.ts';
import type { Draft } from '../request/draft.ts';
import type { WrittenRequest } from '../request/write-request.ts';
import type { Secrets } from './secrets.ts';

/** A request that was sent, and what came back. */
export interface Exchange {
  readonly number: number;
  readonly draft: Draft;
  readonly request: WrittenRequest;
  readonly answer?: Answer;
  readonly failure?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty where the body was not read: streams of events, and bodies over the limit. */
  readonly text: string;
  readonly isWhole: boolean;
  /** When its headers arrived, by the run's clock. */
  readonly at: number;
}

export const isAccepted = ({ answer }: Exchange): boolean =>
  answer !== undefined && answer.status >= 200 && answer.status < 300;

/** Reports show no more of a body. */
const shownBody = 2000;

/** The exchange as plain data, its secrets masked. */
export function record(exchange: Exchange, secrets: Secrets): RecordedExchange {
  const { number, request, answer, failure } = exchange;
  return {
    number,
    request: {
      method: request.method,
      url: secrets.mask(request.url),
      headers: maskAll(request.headers, secrets),
      ...(request.body === undefined ? {} : { body: cut(secrets.mask(request.body)) }),
    },
    ...(answer
      ? {
          response: {
            status: answer.status,
            headers: maskAll(Object.fromEntries(answer.headers), secrets),
            body: cut(hideSecretMembers(secrets.mask(answer.text))),
          },
        }
      : {}),
    ...(failure === undefined ? {} : { failure }),
    curl: toCurl(request, secrets),
    ...(exchange.draft.phase === undefined ? {} : { phase: exchange.draft.phase }),
  };
}

function maskAll(headers: Readonly<Record<string, string>>, secrets: Secrets): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, secrets.mask(value)]));
}

const cut = (text: string): string => (text.length > shownBody ? `${text.slice(0, shownBody)}…` : text);

/** Answers may carry secrets that nobody told the run, such as the token it has just made. */
const hideSecretMembers = (text: string): string =>
  text.replace(/("(?:[^"\\]*(?:token|secret|password|api_?key))"\s*:\s*)"(?:[^"\\]|\\.)*"/gi, '$1"***"');
