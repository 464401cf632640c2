import { withIdentity } from '../../request/draft.ts';
import { isAccepted } from '../../run/exchange-record.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type ListProver, withPart } from './list-prover.ts';
import { readPage } from './read-page.ts';
import type { Survey } from './survey-list.ts';

/** The cursor of one tenant in a request of another: it is refused, or leads to nothing of the first one's. */
export async function judgeForeignCursor(prover: ListProver, survey: Survey): Promise<Verdict> {
  const { run, draft, pagination } = prover;
  const page = survey.walks.flatMap(({ pages }) => pages).find(({ next }) => next !== undefined);
  if (!page) return unproven('needs-items', 'no page named another one');
  const other = run.callers.foreign(draft.operation);
  if (!other) return unproven('needs-identity', 'one of another `tenant`');
  const next = withPart(page.exchange.draft, pagination.cursor, page.next);
  if (!next) return unproven('unsupported', 'the cursor is no query parameter');
  const exchange = await run.send(withIdentity(next, other));
  if (!exchange.answer) return unproven('no-answer', exchange.failure);
  const shown = isAccepted(exchange) ? readPage(pagination, exchange) : undefined;
  const foreign =
    typeof shown === 'object' ? shown.keys.find((key) => survey.before.keys.includes(key)) : undefined;
  if (foreign === undefined) return run.provedBy(page.exchange, exchange);
  return violated({
    expected: `the cursor of ${draft.identity?.name ?? 'a caller'} to show ${other.name} nothing of another tenant's`,
    received: `the item ${foreign}`,
    exchange: run.record(exchange),
  });
}
