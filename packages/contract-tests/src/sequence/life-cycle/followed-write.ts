import type { Operation } from '@plumbline/openapi';
import { matchesStatus } from '../../check/status.ts';
import type { Draft } from '../../request/draft.ts';
import { writableMedia } from '../../request/write-body.ts';
import { freshBody, goodDrafts } from '../../run/accept.ts';
import { type Exchange, isAccepted } from '../../run/exchange-record.ts';
import { effectOf } from '../../run/operation-effect.ts';
import { describeAnswer, type Run } from '../../run/run.ts';
import { isNever } from '../../setup/never.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';

/** What keeps a run from following a link to a write; undefined where nothing does. */
export function obstacleTo(run: Run, target: Operation): Verdict | undefined {
  if (run.settings.safe) return unproven('needs-write');
  if (isNever(run, target)) return unproven('never');
  switch (effectOf(run.map, target)) {
    case 'endsIdentity':
      return unproven('needs-identity', 'it takes the caller his access');
    case 'consumes':
      return run.settings.destructive
        ? undefined
        : unproven('needs-destructive', 'it would use up what the run goes on with');
    default:
      return undefined;
  }
}

/** Follows a link to a write, where what it works on is the run's own. A refusal of the body is none of the link's. */
export async function judgeWrite(
  run: Run,
  { draft, from, body }: { readonly draft: Draft; readonly from: Exchange; readonly body: unknown },
): Promise<Verdict> {
  if (!isOwn(run, draft)) return unproven('needs-destructive', 'it leads to what the run did not make');
  const candidates = withLinkedBody(run, draft, body);
  let refused: Exchange | undefined;
  for (const candidate of candidates.slice(0, mostBodies)) {
    const exchange = await run.send(candidate);
    if (isAccepted(exchange)) return run.provedBy(from, exchange);
    refused ??= exchange;
    if (matchesStatus(exchange.answer?.status ?? 0, ['404', '410'])) {
      return violated({
        expected: `what the link names to be found by ${draft.operation.id}`,
        received: describeAnswer(exchange),
        exchange: run.record(exchange),
      });
    }
  }
  return unproven('other-refusal', refused && describeAnswer(refused));
}

/** Bodies that are tried before it is left open. */
const mostBodies = 4;

function withLinkedBody(run: Run, draft: Draft, body: unknown): readonly Draft[] {
  const media = writableMedia(draft.operation);
  if (body !== undefined && media)
    return [{ ...draft, body: { kind: 'value', mediaType: media.mediaType, value: body } }];
  return goodDrafts(run, draft).map(
    (good) => freshBody(run, good.draft, run.mark(draft.operation)) ?? good.draft,
  );
}

/** Without an id in its path it makes something of its own. */
function isOwn({ map, items, settings }: Run, { operation, values }: Draft): boolean {
  const last = map.idsOf(operation).at(-1);
  if (!last || settings.destructive) return true;
  const id = String(values.get(`path/${last.parameter}`)?.value ?? '');
  return items.own().some((item) => item.collection === last.collection && item.id === id);
}
