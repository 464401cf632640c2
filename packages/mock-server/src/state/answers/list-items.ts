import type { MediaType } from '@plumbline/openapi';
import type { Act, Listed } from '../act.ts';
import type { ListQuery, Order } from '../list-query.ts';
import { inOrder, positionOf, type Shown } from '../pages.ts';
import type { Role } from '../roles.ts';
import type { Store } from '../store.ts';
import type { Frame } from '../views.ts';
import type { AnswerParts } from './answer-parts.ts';
import { Recent } from './recent.ts';

/** Lists of one session that are kept in their order, until something on their shelf changes. */
const MAX_LISTS = 16;

interface Kept {
  readonly version: number;
  readonly ordered: readonly Shown[] | undefined;
}

/** The items of a list as it shows them: those that were asked for, in the order that was asked for. */
export class ListItems {
  readonly #query: ListQuery;
  readonly #frame: Frame;
  readonly #parts: AnswerParts;
  readonly #kept = new WeakMap<Store, Recent<Kept>>();

  constructor(
    { table, place }: Extract<Role, { kind: 'list' }>,
    content: MediaType,
    { query, parts }: { readonly query: ListQuery; readonly parts: AnswerParts },
  ) {
    const { seeds } = parts.resources;
    this.#query = query;
    this.#frame = { schema: place.schema, place: content.place, donors: () => seeds.valuesOf(table) };
    this.#parts = parts;
  }

  orderOf({ request }: Act): Order | undefined {
    return this.#query.orderOf(request.query);
  }

  /**
   * Undefined where one of them cannot be shown: a list that leaves it out would not be true.
   *
   * @param scope the same for requests that ask for the same items in the same order
   */
  of({ items, version }: Listed, act: Act, scope: string): readonly Shown[] | undefined {
    const kept = this.#kept.get(act.store) ?? new Recent<Kept>(MAX_LISTS);
    this.#kept.set(act.store, kept);
    const known = kept.get(scope);
    if (known?.version === version) return known.ordered;
    const ordered = this.#order(items, act);
    kept.set(scope, { version, ordered });
    return ordered;
  }

  #order(items: Listed['items'], act: Act): readonly Shown[] | undefined {
    const order = this.orderOf(act);
    const tests = this.#query.testsOf(act.request.query);
    const found: Shown[] = [];
    for (const item of items) {
      const value = this.#parts.views.show(item.value, this.#frame);
      if (!value) return undefined;
      if (!tests.every((test) => test(value))) continue;
      found.push({ id: item.id, value, position: positionOf(item, value, order) });
    }
    return inOrder(found, order);
  }
}
