import type { Idempotency } from '@plumbline/openapi';
import { type ObligationKind, obligationId } from '../../obligation.ts';
import type { Draft } from '../../request/draft.ts';
import { createdId } from '../../resources/item-id.ts';
import { freshBody, goodDrafts } from '../../run/accept.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { uuidFor } from '../../values/seed.ts';
import type { Verdict } from '../../verdict.ts';

/** A request that was executed under a key. */
export interface KeyedRequest {
  readonly run: Run;
  readonly idempotency: Idempotency;
  /** Its draft carries the key. */
  readonly first: Exchange;
}

const idFor = ({ first }: KeyedRequest, kind: ObligationKind): string =>
  obligationId(first.draft.operation.id, kind);

export const isWanted = (keyed: KeyedRequest, kind: ObligationKind): boolean =>
  keyed.run.ledger.has(idFor(keyed, kind));

export function rule(keyed: KeyedRequest, kind: ObligationKind, verdict: Verdict): void {
  keyed.run.ledger.rule(idFor(keyed, kind), verdict);
}

export interface Key {
  readonly text: string;
}

/** A key for one purpose of one run. */
export const newKey = ({ settings }: Run, { operation }: Draft, purpose: string): Key => ({
  text: uuidFor(settings.seed, `${settings.run}:${operation.id}:${purpose}`),
});

/** Another key that differs only in its last place. */
export function siblingKey({ text }: Key): Key {
  const last = text.at(-1) === '0' ? '1' : '0';
  return { text: text.slice(0, -1) + last };
}

/** The request with another name in its body, where it has one. */
export const renamed = (run: Run, draft: Draft): Draft =>
  freshBody(run, draft, run.mark(draft.operation)) ?? draft;

/** The request with another good body; undefined where only one is known. */
export function withOtherBody(run: Run, draft: Draft): Draft | undefined {
  const text = ({ body }: Draft) => (body?.kind === 'value' ? JSON.stringify(body.value) : '');
  const fresh = freshBody(run, draft, run.mark(draft.operation));
  const candidates = [fresh, ...goodDrafts(run, draft).map((good) => good.draft)];
  return candidates.find((candidate) => candidate?.body !== undefined && text(candidate) !== text(draft));
}

/** The id that an answer tells of what it made or changed. */
export function idIn({ map }: Run, { draft, answer }: Exchange): string | undefined {
  const parameter = map.parameterOf(map.collectionOf(draft.operation)) ?? 'id';
  return answer && createdId(draft.operation, answer, parameter);
}
