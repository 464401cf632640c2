import type { Answer } from '../run/exchange-record.ts';
import { type CallAnswer, textOf } from './message.ts';

/** The answer in the form that the readers of pages, ids and rate limits take. */
export function suiteAnswer(answer: CallAnswer, at = 0): Answer {
  return { status: answer.status, headers: answer.headers, text: textOf(answer), isWhole: true, at };
}
