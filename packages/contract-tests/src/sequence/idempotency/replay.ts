import type { Idempotency } from '@plumbline/openapi';
import { partText } from '../../check/part-text.ts';
import { matchesStatus } from '../../check/status.ts';
import type { Answer, Exchange } from '../../run/exchange-record.ts';
import { effectOf } from '../../run/operation-effect.ts';
import { describeAnswer } from '../../run/run.ts';
import { parseJson, sameJson } from '../../values/json.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import type { KeyedRequest } from './key-prover.ts';

/** The same request again gives the stored answer, marked where a mark is declared. */
export function judgeReplay({ run, idempotency, first }: KeyedRequest, replay: Exchange): Verdict {
  if (!replay.answer || !first.answer) return unproven('no-answer', replay.failure);
  const isLost = effectOf(run.map, first.draft.operation) === 'endsIdentity';
  if (isLost && matchesStatus(replay.answer.status, ['401', '403'])) {
    return unproven('unspecified', 'the caller lost his access with the first request');
  }
  const breach = findDifference(idempotency, { first: first.answer, replay: replay.answer });
  if (breach === undefined) return run.provedBy(first, replay);
  return violated({
    expected: `the answer of request ${first.number} again (status ${first.answer.status})`,
    received: breach === 'another status' ? describeAnswer(replay) : breach,
    exchange: run.record(replay),
  });
}

interface Answers {
  readonly first: Answer;
  readonly replay: Answer;
}

/** Headers that tell of the result; others tell of the answering, such as its time and number. */
const resultHeaders = ['location', 'etag'] as const;

/** Undefined where the replay is the stored answer. */
export function findDifference({ marker }: Idempotency, { first, replay }: Answers): string | undefined {
  if (replay.status !== first.status) return 'another status';
  if (!isSameBody(first, replay)) return 'another body';
  const header = resultHeaders.find((name) => first.headers.get(name) !== replay.headers.get(name));
  if (header !== undefined) return `\`${header}\` ${replay.headers.get(header) ?? 'left out'}`;
  if (marker && partText(marker, replay) === undefined) return `no \`${marker.text}\``;
  if (marker && isMarked({ marker }, first)) return `\`${marker.text}\` on the first answer too`;
  return undefined;
}

/** As JSON, since the order of properties carries no meaning. */
export function isSameBody(one: Answer, other: Answer): boolean {
  const [first, second] = [parseJson(one.text), parseJson(other.text)];
  return first && second ? sameJson(first.value, second.value) : one.text === other.text;
}

/** Whether an answer says that it comes from store. */
export const isMarked = ({ marker }: Pick<Idempotency, 'marker'>, answer: Answer): boolean =>
  marker !== undefined && /^(true|1|yes)$/i.test(partText(marker, answer) ?? '');
