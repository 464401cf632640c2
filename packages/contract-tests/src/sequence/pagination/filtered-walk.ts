import type { Parameter } from '@plumbline/openapi';
import { dereference } from '../../plan/constraints.ts';
import { filtersOf } from '../../plan/pagination.ts';
import { type Draft, withValue } from '../../request/draft.ts';
import { property } from '../../values/json.ts';
import { tryCompile } from '../../values/workbench.ts';
import { unproven, type Verdict, violated } from '../../verdict.ts';
import { type ListProver, largestLimit } from './list-prover.ts';
import type { Page } from './read-page.ts';
import { isSameSet, loadPage, type Survey } from './survey-list.ts';
import { walkPages } from './walk-pages.ts';

/**
 * A filter that leaves some of the list, but not all, leaves the same when its pages are walked. What the filter means
 * need not be known.
 */
export async function judgeFilter(prover: ListProver, survey: Survey): Promise<Verdict> {
  if (!survey.isSettled || survey.size === undefined) return unproven('unsettled');
  const found = await findFilter(prover, survey);
  if (!found) return unproven('needs-items', 'no filter was found that leaves several items and not all');
  const { draft, whole } = found;
  const limit = Math.max(1, Math.floor(whole.keys.length / 2));
  const walk = await walkPages({ ...prover, draft }, { draft, limit, most: whole.keys.length + 2 });
  const exchange = walk.pages.at(-1)?.exchange;
  if (walk.end.kind === 'stopped' || !exchange || walk.pages.length < 2) {
    return unproven('other-refusal', 'the filtered list gave no second page');
  }
  const foreign = walk.keys.find((key) => !whole.keys.includes(key));
  const lost = walk.end.kind === 'last page' ? whole.keys.find((key) => !walk.keys.includes(key)) : undefined;
  if (foreign === undefined && lost === undefined) return prover.run.provedBy(whole.exchange, exchange);
  const again = await loadPage({ ...prover, draft }, largestLimit(prover));
  if (typeof again === 'string' || !isSameSet(again.keys, whole.keys)) return unproven('unsettled');
  return violated({
    expected: `${found.text} to hold on every page`,
    received: foreign === undefined ? `${lost} was left out` : `${foreign}, which the filter leaves out`,
    exchange: prover.run.record(exchange),
  });
}

interface Filter {
  readonly draft: Draft;
  readonly text: string;
  readonly whole: Page;
}

/** So many filters are tried. */
const mostFilters = 6;

async function findFilter(prover: ListProver, { before }: Survey): Promise<Filter | undefined> {
  for (const { parameter, value } of candidates(prover, before).slice(0, mostFilters)) {
    const draft = withValue(prover.draft, parameter, value);
    const whole = await loadPage({ ...prover, draft }, largestLimit(prover));
    if (typeof whole === 'string') continue;
    const isTelling = whole.keys.length > 1 && before.keys.some((key) => !whole.keys.includes(key));
    if (isTelling) return { draft, whole, text: `\`${parameter.name}\` ${JSON.stringify(value)}` };
  }
  return undefined;
}

interface Candidate {
  readonly parameter: Parameter;
  readonly value: unknown;
  /** How likely it leaves several items and not all: the share of items that have the value, or a guess. */
  readonly promise: number;
}

/** Values that several items have in a property of the parameter's name, then declared ones, the best first. */
function candidates(prover: ListProver, before: Page): readonly Candidate[] {
  const { run, draft } = prover;
  return filtersOf(run.model, draft.operation)
    .flatMap((parameter) => {
      const check = tryCompile(run.bench.requests, parameter.schema);
      return [...valuesOfItems(parameter, before), ...declaredValues(prover, parameter)]
        .filter(({ value }) => check?.(value) ?? false)
        .map((candidate) => ({ parameter, ...candidate }));
    })
    .toSorted((one, other) => other.promise - one.promise);
}

function valuesOfItems({ name }: Parameter, { items }: Page): readonly Omit<Candidate, 'parameter'>[] {
  const values = items.map((item) => property(item, name)).filter(isPlain);
  return [...new Set(values)].flatMap((value) => {
    const count = values.filter((other) => other === value).length;
    return count > 1 && count < items.length ? [{ value, promise: 1 + count }] : [];
  });
}

const isPlain = (value: unknown): value is string | number | boolean =>
  ['string', 'number', 'boolean'].includes(typeof value);

function declaredValues({ run }: ListProver, parameter: Parameter): readonly Omit<Candidate, 'parameter'>[] {
  const schema = dereference(parameter.schema, run.bench.definitions);
  if (typeof schema !== 'object') return [];
  const values = Array.isArray(schema.enum) ? schema.enum : schema.type === 'boolean' ? [true, false] : [];
  return values.filter(isPlain).map((value) => ({ value, promise: 0 }));
}
