import { dereference } from '../../plan/constraints.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type ListProver, queryParameter } from './list-prover.ts';
import type { Page } from './read-page.ts';
import { loadPage, type Survey } from './survey-list.ts';

/** The declared size of a page that nobody chose; undefined where none is declared. */
export function defaultLimit({ run, draft, pagination }: ListProver): number | undefined {
  const parameter = queryParameter(draft.operation, pagination.limit);
  const schema = parameter && dereference(parameter.schema, run.bench.definitions);
  const value = typeof schema === 'object' ? schema.default : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}

/** A page without a chosen size holds the default number of items, or all where there are fewer. */
export async function judgeDefault(prover: ListProver, survey: Survey): Promise<Verdict> {
  const expected = defaultLimit(prover);
  const page = await loadPage(prover, undefined);
  if (expected === undefined || typeof page === 'string') return unproven('not-seen', String(page));
  const { size, isSettled, before } = survey;
  if (!isSettled || size === undefined) return judgeLongPage(prover, page, expected);
  const count = Math.min(expected, size);
  if (page.items.length !== count) return breach(prover, page, `${count} items, with ${size} in the list`);
  return size > expected
    ? prover.run.provedBy(before.exchange, page.exchange)
    : unproven('needs-items', `the list holds ${size}, and its default page ${expected}`);
}

/** More than the default is wrong whatever the list holds. */
function judgeLongPage(prover: ListProver, page: Page, expected: number): Verdict {
  if (page.items.length > expected) return breach(prover, page, `at most ${expected} items`);
  if (page.items.length === expected) return prover.run.provedBy(page.exchange);
  return unproven('unsettled');
}

const breach = ({ run }: ListProver, page: Page, expected: string): Verdict =>
  violated({
    expected: `without a chosen size, ${expected}`,
    received: `${page.items.length} items`,
    exchange: run.record(page.exchange),
  });
