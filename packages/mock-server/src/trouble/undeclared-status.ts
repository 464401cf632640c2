import type { Operation } from '@plumbline/openapi';
import { findResponse } from '../answer/negotiate.ts';
import type { SentAnswer } from '../answer/sent-answer.ts';

/** Statuses that descriptions hardly ever have, of each kind that a client may be unprepared for. */
const RARE = [418, 507, 299, 451, 511, 226, 402, 508];

/** A status that the operation does not declare; undefined where `default` or ranges declare all of them. */
export function undeclaredStatus({ responses }: Operation, random: () => number): number | undefined {
  const free = RARE.filter((status) => !findResponse(responses, status));
  return free[Math.floor(random() * free.length)];
}

/** The answer with a status for which the description has none: problem details, from 400 upwards. */
export function undeclaredAnswer(status: number, operation: Operation): SentAnswer {
  const headers: SentAnswer['headers'] = status === 429 || status === 503 ? { 'retry-after': '1' } : {};
  if (status < 400) return { status, headers, body: null };
  const problem = {
    type: 'about:blank',
    title: 'Trouble on demand',
    status,
    detail: `Somebody asked this mock for trouble. The description declares no answer ${status} of ${operation.id}.`,
  };
  headers['content-type'] = 'application/problem+json';
  return { status, headers, body: JSON.stringify(problem) };
}
