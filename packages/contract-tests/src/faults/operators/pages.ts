import type { Operation } from '@plumbline/openapi';
import { schemaDefault } from '@plumbline/openapi';
import { dereference } from '../../plan/constraints.ts';
import { sameJson } from '../../values/json.ts';
import type { Call } from '../call.ts';
import { callerKey } from '../credentials-in-request.ts';
import type { FaultOperator, FaultPlace, FaultSetup, FaultSubject, Inject } from '../fault-operator.ts';
import { type CallAnswer, type CallRequest, isSuccess, jsonOf, queryOf, withQuery } from '../message.ts';
import { nextOf, pageItems, saysMore, totalOf, withItems, withPagePart } from '../page-parts.ts';
import { pagingNames, queryName } from '../paging-names.ts';
import { refuse } from '../refusal.ts';
import { because, onAnswer, type Rewritten } from '../rewriting.ts';
import { isSameTenant } from '../same-tenant.ts';
import { acceptBroken } from './lenient-requests.ts';

const paged = ({ operation }: FaultSubject): readonly FaultPlace[] =>
  operation.behaviours.pagination &&
  operation.behaviours.pagination.type !== 'single' &&
  operation.method === 'GET'
    ? [{}]
    : [];

type Part = 'next' | 'hasMore' | 'total';

const pagedWith =
  (...parts: readonly Part[]) =>
  (subject: FaultSubject): readonly FaultPlace[] =>
    parts.every((part) => subject.operation.behaviours.pagination?.[part]) ? paged(subject) : [];

const cursorName = ({ behaviours: { pagination } }: Operation): string | undefined =>
  queryName(pagination?.cursor ?? pagination?.page ?? pagination?.offset);

const limitName = ({ behaviours }: Operation): string | undefined => queryName(behaviours.pagination?.limit);

/** Whether a request asks for a later page than the first. */
function isLater({ operation }: Pick<FaultSetup, 'operation'>, { request }: Call): boolean {
  const name = cursorName(operation);
  const text = name === undefined ? undefined : queryOf(request, name);
  const isFirst = operation.behaviours.pagination?.cursor ? false : text === '0' || text === '1';
  return text !== undefined && !isFirst;
}

/** Rewrites pages; the reason says what is wrong with what comes back. */
function onPage(
  setup: FaultSetup,
  reason: string,
  rewrite: (page: { call: Call; answer: CallAnswer; items: readonly unknown[] }) => CallAnswer | undefined,
): Inject {
  return onAnswer(setup, ({ call, answer }): Rewritten | undefined => {
    const items = isSuccess(answer) ? pageItems(setup.operation, answer) : undefined;
    const changed = items && rewrite({ call, answer, items });
    return changed && because(changed, reason);
  });
}

/** Asks another page than the caller; wrong when the items are others than asked for. */
function otherPage(
  setup: FaultSetup,
  { rewrite, reason }: { readonly rewrite: (call: Call) => CallRequest | undefined; readonly reason: string },
): Inject {
  return async (call) => {
    const right = await call.forward();
    const request = call.operation === setup.operation && isSuccess(right) ? rewrite(call) : undefined;
    if (!request) return { answer: right };
    const answer = await call.aside(request);
    const isOther = !sameJson(jsonOf(answer)?.value, jsonOf(right)?.value);
    return isSuccess(answer) && isOther ? because(answer, reason) : { answer: right };
  };
}

function withLimit(
  { operation }: FaultSetup,
  { request }: Call,
  change: (limit: number | undefined) => number | undefined,
) {
  const name = limitName(operation);
  if (name === undefined) return undefined;
  const text = queryOf(request, name);
  const limit = text === undefined ? undefined : Number(text);
  const changed = change(limit);
  return changed === limit
    ? undefined
    : withQuery(request, name, changed === undefined ? undefined : String(changed));
}

function defaultLimit({ operation, model }: FaultSubject): number | undefined {
  const name = limitName(operation);
  const parameter = operation.parameters.find(
    (candidate) => candidate.in === 'query' && candidate.name === name,
  );
  const value = parameter && schemaDefault(parameter.schema, model.schemas);
  return typeof value === 'number' ? value : undefined;
}

function filterNames({ operation }: FaultSubject): readonly string[] {
  const paging = pagingNames(operation);
  return operation.parameters
    .filter((parameter) => parameter.in === 'query' && !parameter.required && !paging.has(parameter.name))
    .map(({ name }) => name);
}

const withFlag = (operation: Operation, answer: CallAnswer, value: boolean): CallAnswer | undefined =>
  withPagePart(operation, answer, { part: 'hasMore', value });

/** Puts the last item of the page before in front, and keeps the size of the page. */
function repeatLast(setup: FaultSetup): Inject {
  const last = new Map<string, unknown>();
  return onPage(setup, 'an item is repeated at a page boundary', ({ call, answer, items }) => {
    const { operation } = setup;
    const cursor = queryOf(call.request, cursorName(operation) ?? '') ?? '';
    const before = last.get(cursor);
    const next = nextOf(operation, answer);
    if (next !== undefined && items.length > 0) last.set(next, items.at(-1));
    return before === undefined ? undefined : withItems(operation, answer, [before, ...items]);
  });
}

/** Says on the last page but one that it is the last: whether it is shows in the page after it. */
function loseLastPage(setup: FaultSetup): Inject {
  return async (call) => {
    const answer = await call.forward();
    const { operation } = setup;
    const next = call.operation === operation && isSuccess(answer) ? nextOf(operation, answer) : undefined;
    const name = queryName(operation.behaviours.pagination?.cursor);
    if (next === undefined || name === undefined) return { answer };
    const after = await call.aside(withQuery(call.request, name, next));
    if (!isSuccess(after) || saysMore(operation, after)) return { answer };
    const ended = withFlag(operation, answer, false) ?? answer;
    const cut = withPagePart(operation, ended, { part: 'next', value: undefined });
    return cut ? because(cut, 'the last page is lost') : { answer };
  };
}

function totalOfOthers(setup: FaultSetup): Inject {
  const totals = new Map<string, { readonly call: Call; readonly total: number }>();
  return onAnswer(setup, ({ call, answer }) => {
    const total = totalOf(setup.operation, answer);
    if (total === undefined || !isSuccess(answer)) return undefined;
    const { world } = setup;
    totals.set(callerKey(world.reader.read(call.request)), { call, total });
    const foreign = [...totals.values()].find(
      (other) => !isSameTenant(world, call.request, world.reader.read(other.call.request)),
    );
    const more = foreign && foreign.total > 0 ? total + foreign.total : undefined;
    const changed =
      more === undefined ? undefined : withPagePart(setup.operation, answer, { part: 'total', value: more });
    return changed && because(changed, 'the total counts what belongs to others');
  });
}

export const pageFaults: readonly FaultOperator[] = [
  {
    id: 'PG-01',
    breaks: 'an item is left out at each page boundary',
    injection: 'answer',
    caughtBy: ['G.complete', 'G.invariant', 'G.writes'],
    needs: ['items'],
    places: paged,
    create: (setup) =>
      onPage(setup, 'an item is left out at a page boundary', ({ call, answer, items }) =>
        isLater(setup, call) && items.length > 0
          ? withItems(setup.operation, answer, items.slice(1))
          : undefined,
      ),
  },
  {
    id: 'PG-02',
    breaks: 'an item is repeated at each page boundary',
    injection: 'memory',
    caughtBy: ['G.nodup', 'G.limit', 'G.writes'],
    needs: ['items'],
    places: pagedWith('next'),
    create: repeatLast,
  },
  {
    id: 'PG-03',
    breaks: 'the last page is lost',
    injection: 'aside',
    caughtBy: ['G.complete', 'G.total'],
    needs: ['items'],
    places: pagedWith('next'),
    create: loseLastPage,
  },
  {
    id: 'PG-04',
    breaks: 'the last page says that more follows',
    injection: 'answer',
    caughtBy: ['G.more'],
    needs: [],
    places: pagedWith('hasMore'),
    create: (setup) =>
      onPage(setup, 'the last page says that more follows', ({ answer }) =>
        saysMore(setup.operation, answer) ? undefined : withFlag(setup.operation, answer, true),
      ),
  },
  {
    id: 'PG-05',
    breaks: 'a page says that nothing follows, and names the next one',
    injection: 'answer',
    caughtBy: ['G.more', 'G.cursor'],
    needs: ['items'],
    places: pagedWith('hasMore', 'next'),
    create: (setup) =>
      onPage(setup, 'a page says that nothing follows', ({ answer }) =>
        nextOf(setup.operation, answer) === undefined ? undefined : withFlag(setup.operation, answer, false),
      ),
  },
  {
    id: 'PG-06',
    breaks: 'the last page names a next one',
    injection: 'answer',
    caughtBy: ['G.more', 'G.cursor', 'G.terminate'],
    needs: [],
    places: pagedWith('next'),
    create: (setup) =>
      onPage(setup, 'the last page names a next one', ({ call, answer }) => {
        if (nextOf(setup.operation, answer) !== undefined) return undefined;
        const value = queryOf(call.request, cursorName(setup.operation) ?? '') ?? 'after-the-last';
        return withPagePart(setup.operation, answer, { part: 'next', value });
      }),
  },
  {
    id: 'PG-07',
    breaks: 'a page in the middle does not name the next one',
    injection: 'answer',
    caughtBy: ['G.more', 'G.cursor', 'G.complete'],
    needs: ['items'],
    places: pagedWith('next'),
    create: (setup) =>
      onPage(setup, 'a page in the middle does not name the next one', ({ answer }) =>
        nextOf(setup.operation, answer) === undefined
          ? undefined
          : withPagePart(setup.operation, answer, { part: 'next', value: undefined }),
      ),
  },
  {
    id: 'PG-08',
    breaks: 'every page is the first one',
    injection: 'aside',
    caughtBy: ['G.nodup', 'G.terminate'],
    needs: ['items'],
    places: (subject) => (cursorName(subject.operation) === undefined ? [] : paged(subject)),
    create: (setup) =>
      otherPage(setup, {
        reason: 'a later page is the first one',
        rewrite: ({ request }) => {
          const name = cursorName(setup.operation) ?? '';
          return queryOf(request, name) === undefined ? undefined : withQuery(request, name, undefined);
        },
      }),
  },
  {
    id: 'PG-09',
    breaks: 'paging never ends: the last page names itself as the next one',
    injection: 'answer',
    caughtBy: ['G.terminate', 'G.nodup'],
    needs: ['items'],
    places: pagedWith('next'),
    create: (setup) =>
      onPage(setup, 'the last page names itself', ({ call, answer }) => {
        const cursor = queryOf(call.request, cursorName(setup.operation) ?? '');
        if (cursor === undefined || nextOf(setup.operation, answer) !== undefined) return undefined;
        const flagged = withFlag(setup.operation, answer, true) ?? answer;
        return withPagePart(setup.operation, flagged, { part: 'next', value: cursor });
      }),
  },
  {
    id: 'PG-10',
    breaks: 'the total is wrong',
    injection: 'answer',
    caughtBy: ['G.total'],
    needs: [],
    places: (subject) =>
      pagedWith('total')(subject).flatMap((place) => [
        { ...place, variant: 'off by one' },
        { ...place, variant: 'of the page' },
      ]),
    create: (setup) =>
      onPage(setup, 'the total is wrong', ({ answer, items }) => {
        const total = totalOf(setup.operation, answer);
        const wrong = setup.place.variant === 'of the page' ? items.length : (total ?? 0) + 1;
        return total === undefined || wrong === total
          ? undefined
          : withPagePart(setup.operation, answer, { part: 'total', value: wrong });
      }),
  },
  {
    id: 'PG-11',
    breaks: 'the total counts what belongs to other tenants',
    injection: 'memory',
    caughtBy: ['G.total', 'T.list'],
    needs: ['second tenant'],
    places: (subject) => (subject.operation.security.length > 0 ? pagedWith('total')(subject) : []),
    create: totalOfOthers,
  },
  {
    id: 'PG-12',
    breaks: 'the size of a page is not looked at',
    injection: 'aside',
    caughtBy: ['G.limit'],
    needs: ['items'],
    places: (subject) => (limitName(subject.operation) === undefined ? [] : paged(subject)),
    create: (setup) =>
      otherPage(setup, {
        reason: 'the size of a page is not looked at',
        rewrite: (call) => withLimit(setup, call, () => undefined),
      }),
  },
  {
    id: 'PG-13',
    breaks: 'a page has one item more than asked for',
    injection: 'aside',
    caughtBy: ['G.limit'],
    needs: ['items'],
    places: (subject) => (limitName(subject.operation) === undefined ? [] : paged(subject)),
    create: (setup) =>
      otherPage(setup, {
        reason: 'a page has one item more than asked for',
        rewrite: (call) => withLimit(setup, call, (limit) => (limit === undefined ? undefined : limit + 1)),
      }),
  },
  {
    id: 'PG-14',
    breaks: 'a page without a size is not of the default size',
    injection: 'aside',
    caughtBy: ['G.default'],
    needs: ['items'],
    places: (subject) => (defaultLimit(subject) === undefined ? [] : paged(subject)),
    create: (setup) =>
      otherPage(setup, {
        reason: 'a page is not of the default size',
        rewrite: (call) =>
          withLimit(setup, call, (limit) => limit ?? Math.max(1, Math.floor((defaultLimit(setup) ?? 2) / 2))),
      }),
  },
  {
    id: 'PG-15',
    breaks: 'the order changes from call to call',
    injection: 'answer',
    caughtBy: ['G.order', 'G.invariant'],
    needs: ['items'],
    places: (subject) => (subject.operation.behaviours.pagination?.order === 'stable' ? paged(subject) : []),
    create: (setup) => {
      let calls = 0;
      return onPage(setup, 'the order is another one than before', ({ answer, items }) => {
        calls += 1;
        const isTurned = calls % 2 === 0 && items.length > 1;
        return isTurned ? withItems(setup.operation, answer, items.toReversed()) : undefined;
      });
    },
  },
  {
    id: 'PG-16',
    breaks: 'a page of an impossible size is accepted',
    injection: 'request',
    caughtBy: ['Q.reject'],
    needs: [],
    places: ({ model, operation }) => {
      const name = limitName(operation);
      const parameter = operation.parameters.find(
        (candidate) => candidate.in === 'query' && candidate.name === name,
      );
      const schema = parameter && dereference(parameter.schema, model.schemas);
      const keywords =
        typeof schema === 'object' ? ['minimum', 'maximum'].filter((keyword) => keyword in schema) : [];
      return keywords.map((keyword) => ({ name: `query/${name}`, keyword }));
    },
    create: acceptBroken,
  },
  {
    id: 'PG-17',
    breaks: 'an invented cursor is accepted, or makes the server fail',
    injection: 'aside',
    caughtBy: ['G.badcursor', 'R.5xx'],
    needs: [],
    places: (subject) =>
      queryName(subject.operation.behaviours.pagination?.cursor) === undefined
        ? []
        : [{ variant: 'accepted' }, { variant: 'failure' }],
    create: (setup) => async (call) => {
      const answer = await call.forward();
      const name = queryName(setup.operation.behaviours.pagination?.cursor) ?? '';
      const isRefused = answer.status === 400 || answer.status === 422;
      const cursor = queryOf(call.request, name);
      if (call.operation !== setup.operation || !isRefused || cursor === undefined) return { answer };
      if (setup.place.variant === 'failure') {
        return because(
          refuse(setup, setup.operation, { status: 500, like: answer }),
          'an invented cursor made the server fail',
        );
      }
      const served = await call.aside(withQuery(call.request, name, undefined));
      return isSuccess(served) ? because(served, 'an invented cursor was accepted') : { answer };
    },
  },
  {
    id: 'PG-18',
    breaks: 'filters are forgotten after the first page',
    injection: 'aside',
    caughtBy: ['G.filter'],
    needs: ['items'],
    places: (subject) =>
      filterNames(subject).length > 0 && cursorName(subject.operation) ? paged(subject) : [],
    create: (setup) =>
      otherPage(setup, {
        reason: 'a filter is forgotten after the first page',
        rewrite: (call) => {
          const isFiltered = filterNames(setup).some((name) => queryOf(call.request, name) !== undefined);
          if (!isLater(setup, call) || !isFiltered) return undefined;
          return filterNames(setup).reduce(
            (request, name) => withQuery(request, name, undefined),
            call.request,
          );
        },
      }),
  },
];
