import type { Operation } from '@plumbline/openapi';
import { type Answer, FixedAnswer } from '@plumbline/runtime/server';
import type { Negotiated } from '../answer/negotiate.ts';
import type { Asked, WrittenAnswers } from '../answer/written-answers.ts';
import type { StateBody } from '../state/answers/answer-parts.ts';

interface Kept {
  readonly negotiated: Negotiated;
  readonly moment: number;
  readonly isLaterPage: boolean;
  readonly answer: Answer;
}

/**
 * Answers from the state, written once for each thing or page that is read: values are replaced, never changed, so the
 * same object is answered in the same way, until what behaviours say of headers is another time's.
 */
export class KeptAnswers {
  readonly #written: WrittenAnswers;
  readonly #keeps: boolean;
  readonly #kept = new WeakMap<object, Kept>();

  constructor({ method }: Operation, written: WrittenAnswers) {
    this.#written = written;
    this.#keeps = method === 'GET';
  }

  write(negotiated: Negotiated, { value, headers }: StateBody, asked: Asked): Answer {
    const type = negotiated.content?.mediaType;
    const isKept = this.#keeps && typeof value === 'object' && value !== null && !type?.includes('*');
    if (!isKept) return this.#written.write(negotiated, value, asked, headers);
    const { moment } = this.#written;
    const isLaterPage = this.#written.isLaterPage(asked.target);
    const known = this.#kept.get(value);
    const isSame =
      known?.negotiated === negotiated && known.moment === moment && known.isLaterPage === isLaterPage;
    if (isSame) return known.answer;
    const written = this.#written.write(negotiated, value, asked, headers);
    const { status, headers: own, contentType, body } = written;
    const answer = new FixedAnswer(
      contentType === undefined ? { status, headers: own } : { status, headers: own, contentType, body },
    );
    this.#kept.set(value, { negotiated, moment, isLaterPage, answer });
    return answer;
  }
}
