import type { Schema } from '@plumbline/json-schema';
import { timeKind } from './item-values.ts';
import { firstOf, type SchemaShape, type SchemaShapes, says } from './schema-shapes.ts';

/** What a write has to know of one member, from what the request and the answer say of it. */
export interface MemberPlan {
  readonly name: string;
  /** Of its value. */
  readonly inner: ValuePlan;
  /** Whether the request may say it. */
  readonly isAsked: boolean;
  /** Whether what the request says of it changes nothing (OpenAPI 3.1.1, readOnly). */
  readonly isReadOnly: boolean;
  /** Whether the answer has it always. */
  readonly isRequired: boolean;
  /** Whether the answer may say null. */
  readonly isNullable: boolean;
  /** Of the request, which says what a server takes a value to be that was left out. */
  readonly requestDefault: unknown;
  /** Of the request, else of the answer where the request names it too. */
  readonly byDefault: unknown;
  readonly time: ReturnType<typeof timeKind>;
}

/** What a write has to know of a value: read once out of the schemas of the request and of the answer. */
export class ValuePlan {
  readonly request: SchemaShape;
  readonly answer: SchemaShape;
  /** Nothing can be added to such a value, neither to itself nor further in. */
  readonly isBare: boolean;
  readonly #plans: ValuePlans;
  #members: ReadonlyMap<string, MemberPlan> | undefined;
  #answered: readonly MemberPlan[] | undefined;
  #onlyAsked: readonly MemberPlan[] | undefined;
  #additions: readonly MemberPlan[] | undefined;
  #deeper: readonly MemberPlan[] | undefined;
  #items: ValuePlan | undefined;

  constructor(request: SchemaShape, answer: SchemaShape, plans: ValuePlans) {
    this.request = request;
    this.answer = answer;
    this.#plans = plans;
    this.isBare = [request, answer].every(
      ({ properties, required, items }) => properties.size === 0 && required.size === 0 && items.length === 0,
    );
  }

  /** Those that the answer names first, then those of the request alone, by their names. */
  get members(): ReadonlyMap<string, MemberPlan> {
    this.#members ??= new Map(
      [...this.answer.properties.keys(), ...this.request.properties.keys(), ...this.answer.required].map(
        (name) => [name, this.#plans.member(this, name)],
      ),
    );
    return this.#members;
  }

  get answered(): readonly MemberPlan[] {
    this.#answered ??= this.#named(this.answer.properties.keys());
    return this.#answered;
  }

  /** Those that the request names and the answer does not. */
  get onlyAsked(): readonly MemberPlan[] {
    this.#onlyAsked ??= this.#named(this.request.properties.keys()).filter(
      ({ name }) => !this.answer.properties.has(name),
    );
    return this.#onlyAsked;
  }

  /** Members that are added where a value leaves them out, those of the request first. */
  get additions(): readonly MemberPlan[] {
    this.#additions ??= this.#named(
      new Set([...this.request.properties.keys(), ...this.answer.required]),
    ).filter(({ requestDefault, isRequired }) => requestDefault !== undefined || isRequired);
    return this.#additions;
  }

  /** Members in which something can be added. */
  get deeper(): readonly MemberPlan[] {
    this.#deeper ??= [...this.members.values()].filter(({ inner }) => !inner.isBare);
    return this.#deeper;
  }

  /** Of each item, where the value is a list. */
  get items(): ValuePlan {
    this.#items ??= this.#plans.ofAll(this.request.items, this.answer.items);
    return this.#items;
  }

  #named(names: Iterable<string>): readonly MemberPlan[] {
    return [...names].flatMap((name) => this.members.get(name) ?? []);
  }
}

/** Plans of a description's values, each made when it is first needed. */
export class ValuePlans {
  readonly #shapes: SchemaShapes;
  readonly #known = new WeakMap<SchemaShape, WeakMap<SchemaShape, ValuePlan>>();

  constructor(shapes: SchemaShapes) {
    this.#shapes = shapes;
  }

  of(request: SchemaShape, answer: SchemaShape): ValuePlan {
    const ofRequest = this.#known.get(request) ?? new WeakMap<SchemaShape, ValuePlan>();
    this.#known.set(request, ofRequest);
    const plan = ofRequest.get(answer) ?? new ValuePlan(request, answer, this);
    ofRequest.set(answer, plan);
    return plan;
  }

  ofAll(request: readonly Schema[], answer: readonly Schema[]): ValuePlan {
    return this.of(this.#shapes.ofAll(request), this.#shapes.ofAll(answer));
  }

  member({ request, answer }: ValuePlan, name: string): MemberPlan {
    const [asked, answered] = [this.#shapes.property(request, name), this.#shapes.property(answer, name)];
    const isAsked = request.properties.has(name);
    const requestDefault = firstOf(asked, 'default');
    return {
      name,
      inner: this.of(asked, answered),
      isAsked,
      isReadOnly: says(asked, 'readOnly'),
      isRequired: answer.required.has(name),
      isNullable: answered.types.has('null'),
      requestDefault,
      byDefault: requestDefault ?? (isAsked ? firstOf(answered, 'default') : undefined),
      time: timeKind(name),
    };
  }
}
