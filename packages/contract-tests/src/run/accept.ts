import type { MediaType } from '@plumbline/openapi';
import { matchesStatus } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import type { Draft } from '../request/draft.ts';
import { writableMedia } from '../request/write-body.ts';
import { withKnownThings } from '../resources/fill-references.ts';
import { type BodyCandidate, bodyCandidates } from '../values/body-candidates.ts';
import { freshen } from '../values/freshen.ts';
import { unproven, type Verdict, violated } from '../verdict.ts';
import { type Exchange, isAccepted } from './exchange-record.ts';
import { describeAnswer, type Run } from './run.ts';

/** What came of sending an operation's good requests. */
export interface Acceptance {
  /** The exchanges that were accepted; the first one is what flaws are measured against. */
  readonly accepted: readonly Exchange[];
  /** Good requests that were not accepted. */
  readonly refused: readonly Exchange[];
}

/** Sends good requests until one is accepted. */
export async function acceptOne(run: Run, draft: Draft): Promise<Acceptance> {
  return acceptMany(run, draft, 1);
}

/** Sends good requests until so many are accepted or none is left. */
export async function acceptMany(run: Run, draft: Draft, wanted: number): Promise<Acceptance> {
  const accepted: Exchange[] = [];
  const refused: Exchange[] = [];
  for (const candidate of goodDrafts(run, draft)) {
    if (accepted.length >= wanted) break;
    const exchange = await sendGood(run, candidate);
    (isAccepted(exchange) ? accepted : refused).push(exchange);
    judgeExample(run, candidate, exchange);
  }
  return { accepted, refused };
}

interface GoodDraft {
  readonly draft: Draft;
  readonly media?: MediaType;
  readonly candidate?: BodyCandidate;
}

/** The draft with each body that should be accepted; also without one, where the body may be left out. */
export function goodDrafts(run: Run, draft: Draft): readonly GoodDraft[] {
  const { operation } = draft;
  const media = writableMedia(operation);
  if (!media) return [{ draft }];
  const withBodies = bodyCandidates(run.bench, operation, media).map((candidate) => ({
    draft: {
      ...draft,
      body: {
        kind: 'value',
        mediaType: media.mediaType,
        value: withKnownThings(run, operation, { schema: media.schema, value: candidate.value }),
      } as const,
    },
    media,
    candidate,
  }));
  return operation.requestBody?.required ? withBodies : [...withBodies, { draft }];
}

/** A conflict may come from a name that is taken: once more with another one. */
async function sendGood(run: Run, good: GoodDraft): Promise<Exchange> {
  const first = await run.send(good.draft);
  if (first.answer?.status !== 409 || good.draft.body?.kind !== 'value') return first;
  const fresh = freshBody(run, good.draft, run.mark(good.draft.operation));
  return fresh ? run.send(fresh) : first;
}

/** The draft with other names in its body; undefined where it has none to change. */
export function freshBody(run: Run, draft: Draft, nonce: string): Draft | undefined {
  if (draft.body?.kind !== 'value') return undefined;
  const { body } = draft;
  const schema = writableMedia(draft.operation)?.schema;
  const value = freshen(run.bench, schema, body.value, nonce);
  return JSON.stringify(value) === JSON.stringify(body.value)
    ? undefined
    : { ...draft, body: { ...body, value } };
}

function judgeExample(run: Run, { draft, media, candidate }: GoodDraft, exchange: Exchange): void {
  if (!media || candidate?.example === undefined) return;
  const id = obligationId(draft.operation.id, 'O.example', media.mediaType, candidate.example);
  run.ledger.rule(id, judgeAccepted(run, exchange));
}

function judgeAccepted(run: Run, exchange: Exchange): Verdict {
  if (isAccepted(exchange)) return run.provedBy(exchange);
  const isCalledInvalid = exchange.answer && matchesStatus(exchange.answer.status, ['400', '415', '422']);
  if (!isCalledInvalid) return unproven('other-refusal', describeAnswer(exchange));
  return violated({
    expected: 'a request with an example of the description to be accepted',
    received: describeAnswer(exchange),
    exchange: run.record(exchange),
  });
}
