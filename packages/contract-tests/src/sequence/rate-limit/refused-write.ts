import { refusedWrite } from '../../plan/rate-limit.ts';
import type { Draft } from '../../request/draft.ts';
import { goodDrafts } from '../../run/accept.ts';
import { draftFor } from '../../run/draft-for.ts';
import type { Exchange } from '../../run/exchange-record.ts';
import { describeAnswer } from '../../run/run.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { renamed } from '../idempotency/key-prover.ts';
import { type Count, countList } from '../idempotency/once.ts';
import { type Exhaustion, isRefused } from './exhaustion.ts';
import { withLimitKey } from './kept-refusal.ts';

/** A write that is sent while its caller is refused, and the list that it would add to. */
export interface Write {
  readonly draft: Draft;
  readonly before: Count;
}

/** Counts the list while the caller is still served; undefined where there is no write or no count. */
export async function prepareWrite({ run, rateLimit, draft }: Exhaustion): Promise<Write | undefined> {
  const operation = refusedWrite(run.model, run.map, rateLimit);
  const { identity } = draft;
  if (!operation || !identity || run.settings.safe || !run.callers.mayCall(operation, identity))
    return undefined;
  const plain = draftFor(run, operation, { identity, path: new Map() });
  if ('missing' in plain) return undefined;
  const written = goodDrafts(run, plain)[0]?.draft;
  const before = written && (await countList(run, written));
  return written && before ? { draft: withLimitKey(run, renamed(run, written)), before } : undefined;
}

/** Judged when the caller is served again. */
export async function judgeNoEffect(
  exhaustion: Exhaustion,
  { draft, before }: Write,
  sent: Exchange,
): Promise<Verdict> {
  const { run } = exhaustion;
  if (!isRefused(exhaustion, sent))
    return unproven('not-armed', `the write was answered ${describeAnswer(sent)}`);
  const after = await countList(run, draft);
  if (before.total === undefined || after?.total === undefined)
    return unproven('unsupported', 'the list cannot be counted');
  if (after.total <= before.total) return run.provedBy(sent, after.exchange);
  return violated({
    expected: 'a refused write to add nothing',
    received: `${after.total - before.total} new items`,
    exchange: run.record(sent),
  });
}
