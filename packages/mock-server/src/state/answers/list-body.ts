import type { MediaType, Operation } from '@plumbline/openapi';
import { replaceAt } from '../../answer/pointer.ts';
import type { Act, Listed } from '../act.ts';
import { toListQuery } from '../list-query.ts';
import { cutPage } from '../pages.ts';
import { type PagingPlan, toPagingPlan } from '../paging-plan.ts';
import type { Role } from '../roles.ts';
import type { Store } from '../store.ts';
import type { Frame } from '../views.ts';
import { type AnswerParts, NO_HEADERS, type StateBody } from './answer-parts.ts';
import { withAnyItem } from './list-frame.ts';
import { ListItems } from './list-items.ts';
import { pageHeaders, withPageMembers } from './page-members.ts';
import { Recent } from './recent.ts';

type ListRole = Extract<Role, { kind: 'list' }>;

/** Puts a list into the body of an answer; undefined where none can be made that the schema allows. */
export type ListBody = (listed: Listed, act: Act) => StateBody | undefined;

/** Pages of one session that are kept until something on their shelf changes. */
const MAX_PAGES = 32;

interface Kept {
  readonly version: number;
  readonly body: StateBody | undefined;
}

/** What was asked for once is the same the next time, as long as nothing on its shelf has changed. */
export function listBody(
  role: ListRole,
  operation: Operation,
  { content, parts }: { readonly content: MediaType; readonly parts: AnswerParts },
): ListBody {
  const make = makingPages(role, operation, { content, parts });
  const kept = new WeakMap<Store, Recent<Kept>>();
  return (listed, act) => {
    const { origin, target } = act.request.incoming;
    const pages = kept.get(act.store) ?? new Recent<Kept>(MAX_PAGES);
    kept.set(act.store, pages);
    const key = `${act.tenant} ${origin}${target}`;
    const known = pages.get(key);
    if (known?.version === listed.version) return known.body;
    const body = make(listed, act);
    pages.set(key, { version: listed.version, body });
    return body;
  };
}

function makingPages(
  role: ListRole,
  operation: Operation,
  { content, parts }: { readonly content: MediaType; readonly parts: AnswerParts },
): ListBody {
  const { shapes } = parts.resources.tables;
  const declared = toPagingPlan(operation, shapes.of(content.schema), shapes);
  const names = new Set(
    [declared?.limit, declared?.cursor, declared?.page, declared?.offset].flatMap((name) => name ?? []),
  );
  const plan = declared && !parts.keepsPaging ? { ...declared, isSingle: true } : declared;
  const query = toListQuery(operation, shapes.of(role.place.schema), { shapes, paging: names });
  const items = new ListItems(role, content, { query, parts });
  const frameOf = framing(role, operation, { content, parts });
  const scopeOf = scoping(role, names);
  return (listed, act) => {
    const scope = scopeOf(act);
    const ordered = items.of(listed, act, scope);
    if (!ordered) return undefined;
    const wish = { query: act.request.query, url: () => urlOf(act), order: items.orderOf(act), scope };
    const page = cutPage(ordered, plan ?? ONE_PAGE, wish);
    const framed = frameOf(
      page.shown.map(({ value }) => value),
      (body) => (plan ? withPageMembers(body, page, plan) : body),
    );
    return framed && { value: framed.value, headers: plan ? pageHeaders(page, plan) : NO_HEADERS };
  };
}

const ONE_PAGE: PagingPlan = {
  firstPage: 1,
  usualLimit: 0,
  isByUrl: false,
  isSingle: true,
  refusesCursors: false,
};

const urlOf = ({ request: { incoming } }: Act): URL => new URL(incoming.origin + incoming.target);

type Framing = (
  list: readonly unknown[],
  withMembers: (body: unknown) => unknown,
) => { readonly value: unknown } | undefined;

/** What stands around a list, as the static answer has it. */
function framing(
  { place }: ListRole,
  operation: Operation,
  { content, parts: { resources, views } }: { readonly content: MediaType; readonly parts: AnswerParts },
): Framing {
  const { schema, place: source } = content;
  const staticBody = () => resources.seeds.staticBody(operation, content);
  const around = (list: readonly unknown[]): unknown =>
    place.tokens.length === 0 ? list : replaceAt(staticBody() ?? {}, place.tokens, list);
  if (schema === undefined) return (list, withMembers) => ({ value: withMembers(around(list)) });
  const whole: Frame = { schema, place: source, donors: () => [staticBody()] };
  const loose = withAnyItem(schema, place, resources.tables.shapes);
  return (list, withMembers) => {
    const body = withMembers(around(list));
    if (loose === undefined || !views.isValid(body, { schema: loose, place: source })) {
      return views.mend(body, whole);
    }
    views.vouch(body, whole);
    return { value: body };
  };
}

/** What a cursor is good for: the list, its filters, whose it is. */
function scoping({ table, link }: ListRole, paging: ReadonlySet<string>): (act: Act) => string {
  return ({ request, ids, tenant }) => {
    const asked = Object.entries(request.query).filter(([name]) => !paging.has(name));
    return JSON.stringify([table.collection, link?.collection ?? '', ids, tenant, asked]);
  };
}
