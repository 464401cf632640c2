import type { MediaType, Operation } from '@plumbline/openapi';
import type { Negotiated } from '../answer/negotiate.ts';
import { lookUp, replaceAt } from '../answer/pointer.ts';
import { isObject, type JsonObject } from '../json.ts';
import { type Act, type Acts, declares, type Outcome } from './acts.ts';
import { type ListQuery, toListQuery } from './list-query.ts';
import { cutPage, type Page, type Shown } from './pages.ts';
import { type AnswerPart, type PagingPlan, toPagingPlan } from './paging-plan.ts';
import { itemPlace, type Place } from './places.ts';
import type { Resources } from './resources.ts';
import type { Role } from './roles.ts';
import type { Views } from './views.ts';

export interface StateAnswersInput {
  readonly resources: Resources;
  readonly acts: Acts;
  readonly views: Views;
  readonly keepsPaging: boolean;
}

/** What the state has to answer with. */
export interface StateAnswer {
  readonly outcome: Exclude<Outcome, { kind: 'static' }>;
  /** The status that says it best, where it is declared; undefined: the one that negotiation picks. */
  readonly status: number | undefined;
}

/** A body made of the state and the headers that go with it, by lower-case name; null: not sent where it may be left out. */
export interface StateBody {
  readonly value: unknown;
  readonly headers: ReadonlyMap<string, string | null>;
}

type ListRole = Extract<Role, { kind: 'list' }>;

interface ListPlan {
  readonly paging: PagingPlan | undefined;
  readonly query: ListQuery;
}

/** Answers of operations that have to do with the state, as their schemas want them. */
export class StateAnswers {
  readonly #input: StateAnswersInput;
  readonly #plans = new WeakMap<Operation, ListPlan>();

  constructor(input: StateAnswersInput) {
    this.#input = input;
  }

  /** Undefined where the operation answers as without state. Throws a `StateRefusal`, or `Unshowable`. */
  perform(act: Act): StateAnswer | undefined {
    const outcome = this.#input.acts.perform(this.#input.resources.roleOf(act.operation), act);
    if (outcome.kind === 'static') return undefined;
    return { outcome, status: statusFor(outcome, act.operation) };
  }

  /** The body for the answer that was picked; undefined where none can be made that the schema allows. */
  body({ outcome }: StateAnswer, act: Act, { content }: Negotiated): StateBody | undefined {
    const headers = new Map<string, string | null>();
    if (outcome.kind === 'thing' && outcome.path !== undefined)
      headers.set('location', locationOf(outcome.path, act));
    if (!content) return { value: undefined, headers };
    if (outcome.kind === 'gone') {
      const value = this.#staticBody(act.operation, content);
      return value === undefined ? undefined : { value, headers };
    }
    if (outcome.kind === 'list') return this.#listBody(outcome, act, content);
    const value = this.#thingBody(outcome, act.operation, content);
    return value && { value: value.value, headers };
  }

  #thingBody(
    { value, table }: Extract<Outcome, { kind: 'thing' }>,
    operation: Operation,
    content: MediaType,
  ): { readonly value: unknown } | undefined {
    const { resources, views } = this.#input;
    const { schema } = content;
    if (schema === undefined) return { value };
    const { shapes } = resources.tables;
    const place: Place | undefined = table ? itemPlace(schema, shapes, table) : { tokens: [], schema };
    // The answer is about something else, a message for example.
    if (!place && table && shapes.of(schema).properties.size > 0 && table.read?.content.schema !== schema) {
      const told = this.#staticBody(operation, content);
      return told === undefined ? undefined : { value: told };
    }
    const at = place ?? { tokens: [], schema };
    const donors = () => (table ? resources.seeds.valuesOf(table) : []);
    const shown = views.show(value, { schema: at.schema, place: content.place, donors });
    if (!shown) return undefined;
    return at.tokens.length === 0 ? { value: shown } : this.#around(operation, content, at.tokens, shown);
  }

  /** What stands around a thing, as the static answer has it. */
  #around(
    operation: Operation,
    content: MediaType,
    tokens: readonly string[],
    inner: unknown,
  ): { readonly value: unknown } | undefined {
    const frame = this.#staticBody(operation, content) ?? {};
    return this.#mend(operation, content, replaceAt(frame, tokens, inner));
  }

  #mend(operation: Operation, content: MediaType, value: unknown): { readonly value: unknown } | undefined {
    const { schema, place } = content;
    if (schema === undefined) return { value };
    const donors = () => [this.#staticBody(operation, content)];
    return this.#input.views.mend(value, { schema, place, donors });
  }

  #staticBody(operation: Operation, content: MediaType): unknown {
    return this.#input.resources.seeds.staticBody(operation, content);
  }

  #listBody(
    { role, items }: Extract<Outcome, { kind: 'list' }>,
    act: Act,
    content: MediaType,
  ): StateBody | undefined {
    const { paging, query } = this.#planOf(role, act.operation, content);
    const wanted = this.#shownItems(role, items, content)?.filter(({ value }) =>
      query.keeps(value, act.request.query),
    );
    if (!wanted) return undefined;
    const order = query.orderOf(act.request.query);
    const url = new URL(act.request.raw.url);
    const wish = { query: act.request.query, url, order, scope: scopeOf(role, act, paging) };
    const plan = paging && !this.#input.keepsPaging ? { ...paging, isSingle: true } : paging;
    const page = plan ? cutPage(wanted, plan, wish) : whole(wanted, order);
    const list = page.shown.map(({ value }) => value);
    const { tokens } = role.place;
    const frame =
      tokens.length === 0 ? list : replaceAt(this.#staticBody(act.operation, content) ?? {}, tokens, list);
    const mended = this.#mend(act.operation, content, plan ? withPageMembers(frame, page, plan) : frame);
    return mended && { value: mended.value, headers: plan ? pageHeaders(page, plan) : new Map() };
  }

  /** Undefined where one of them cannot be shown: a list that leaves it out would not be true. */
  #shownItems(
    { table, place }: ListRole,
    items: Extract<Outcome, { kind: 'list' }>['items'],
    content: MediaType,
  ) {
    const { resources, views } = this.#input;
    const frame = {
      schema: place.schema,
      place: content.place,
      donors: () => resources.seeds.valuesOf(table),
    };
    const shown: Shown[] = [];
    for (const item of items) {
      const value = views.show(item.value, frame);
      if (!value) return undefined;
      shown.push({ item, value });
    }
    return shown;
  }

  #planOf({ place }: ListRole, operation: Operation, content: MediaType): ListPlan {
    const known = this.#plans.get(operation);
    if (known) return known;
    const { shapes } = this.#input.resources.tables;
    const paging = toPagingPlan(operation, shapes.of(content.schema), shapes);
    const names = [paging?.limit, paging?.cursor, paging?.page, paging?.offset].flatMap((name) => name ?? []);
    const query = toListQuery(operation, shapes.of(place.schema), { shapes, paging: new Set(names) });
    const plan = { paging, query };
    this.#plans.set(operation, plan);
    return plan;
  }
}

function statusFor(outcome: Outcome, operation: Operation): number | undefined {
  if (outcome.kind === 'gone') return declares(operation, '204') ? 204 : undefined;
  if (outcome.kind !== 'thing') return undefined;
  if (outcome.isNew) return declares(operation, '201') ? 201 : undefined;
  return declares(operation, '200') ? 200 : undefined;
}

/** With what a server's URL puts before the paths of the description. */
function locationOf(path: string, { operation, request }: Act): string {
  const { pathname } = new URL(request.raw.url);
  const depth = operation.path.split('/').length;
  const prefix = pathname
    .split('/')
    .slice(0, -(depth - 1))
    .join('/');
  return `${prefix}${path}`;
}

function scopeOf(
  { table, link }: ListRole,
  { request, ids, tenant }: Act,
  paging: PagingPlan | undefined,
): string {
  const own = new Set([paging?.limit, paging?.cursor, paging?.page, paging?.offset]);
  const asked = Object.entries(request.query).filter(([name]) => !own.has(name));
  return JSON.stringify([table.collection, link?.collection ?? '', ids, tenant, asked]);
}

const whole = (shown: readonly Shown[], order: Parameters<typeof cutPage>[2]['order']): Page =>
  cutPage(shown, ONE_PAGE, { query: {}, url: NOWHERE, order, scope: '' });

const NOWHERE = new URL('http://localhost/');
const ONE_PAGE: PagingPlan = {
  firstPage: 1,
  usualLimit: 0,
  isByUrl: false,
  isSingle: true,
  refusesCursors: false,
};

function withPageMembers(body: unknown, page: Page, { next, hasMore, total }: PagingPlan): unknown {
  const told: readonly (readonly [AnswerPart | undefined, unknown])[] = [
    [next, page.next ?? null],
    [hasMore, page.hasMore],
    [total, page.total],
  ];
  return told.reduce<unknown>(
    (value, [part, said]) =>
      part?.in === 'body' && isObject(value) ? withMember(value, part.tokens, said) : value,
    body,
  );
}

/** A next page that is not there is null where the example has the member at all; else it is left out. */
function withMember(body: JsonObject, tokens: readonly string[], said: unknown): unknown {
  if (said !== null || lookUp(body, tokens) !== undefined) return replaceAt(body, tokens, said);
  return body;
}

function pageHeaders(page: Page, plan: PagingPlan): ReadonlyMap<string, string | null> {
  const headers = new Map<string, string | null>();
  const set = (part: AnswerPart | undefined, text: string | null) => {
    if (part?.in === 'header') headers.set(part.name, text);
  };
  const isLink = plan.next?.in === 'header' && plan.next.name === 'link';
  set(plan.next, page.next !== undefined && isLink ? `<${page.next}>; rel="next"` : (page.next ?? null));
  set(plan.hasMore, String(page.hasMore));
  set(plan.total, String(page.total));
  return headers;
}
