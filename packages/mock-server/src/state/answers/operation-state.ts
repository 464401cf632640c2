import type { MediaType, Operation } from '@plumbline/openapi';
import type { Act, Outcome, Perform } from '../act.ts';
import type { ActParts } from '../acts/act-parts.ts';
import { prepareAct } from '../acts/prepare-act.ts';
import { declares } from '../declared-status.ts';
import type { Role } from '../roles.ts';
import type { Table } from '../tables.ts';
import { type AnswerParts, NO_HEADERS, type StateBody } from './answer-parts.ts';
import { type ListBody, listBody } from './list-body.ts';
import { type ThingBody, thingBody } from './thing-body.ts';

/** What the state has to answer with. */
export interface StateAnswer {
  readonly outcome: Exclude<Outcome, { kind: 'static' }>;
  /** The status that says it best, where it is declared; undefined: the one that negotiation picks. */
  readonly status: number | undefined;
}

/** One operation that has to do with the state: what it does, and its answers as their schemas want them. */
export class OperationState {
  readonly #operation: Operation;
  readonly #parts: AnswerParts;
  readonly #role: Role;
  readonly #perform: Perform;
  readonly #idNames: readonly string[];
  readonly #statusOf: (outcome: StateAnswer['outcome']) => number | undefined;
  readonly #lists = new Map<MediaType, ListBody>();
  readonly #things = new Map<MediaType, Map<Table | undefined, ThingBody>>();

  constructor(operation: Operation, parts: AnswerParts & ActParts) {
    const { resources } = parts;
    this.#operation = operation;
    this.#parts = parts;
    this.#role = resources.roleOf(operation);
    this.#perform = prepareAct(operation, parts);
    this.#idNames = resources.tables.map.idsOf(operation).map(({ parameter }) => parameter);
    this.#statusOf = statusFor(operation);
  }

  /** The ids of a request's path, the outermost first, as texts. */
  idsOf(path: Readonly<Record<string, unknown>>): readonly string[] {
    return this.#idNames.map((name) => String(path[name] ?? ''));
  }

  /** Undefined where the operation answers as without state. Throws a `StateRefusal`, or `Unshowable`. */
  perform(act: Act): StateAnswer | undefined {
    const outcome = this.#perform(act);
    return outcome.kind === 'static' ? undefined : { outcome, status: this.#statusOf(outcome) };
  }

  /**
   * The body for the answer that was picked; undefined where none can be made that the schema allows. What is the same
   * as for another request is the same object.
   *
   * @param prefix what a server's URL puts before the paths of the description
   */
  body(
    { outcome }: StateAnswer,
    act: Act,
    { content, prefix }: { readonly content: MediaType | undefined; readonly prefix: string },
  ): StateBody | undefined {
    const isNew = outcome.kind === 'thing' && outcome.path !== undefined;
    const headers = isNew ? new Map([['location', prefix + outcome.path]]) : NO_HEADERS;
    if (!content) return { value: undefined, headers };
    if (outcome.kind === 'list') return this.#listBody(content)?.(outcome, act);
    if (outcome.kind === 'thing') {
      const body = this.#thingBody(content, outcome.table)(outcome.value);
      return body && { value: body.value, headers };
    }
    const value = this.#parts.resources.seeds.staticBody(this.#operation, content);
    return value === undefined ? undefined : { value, headers };
  }

  #listBody(content: MediaType): ListBody | undefined {
    if (this.#role.kind !== 'list') return undefined;
    const known =
      this.#lists.get(content) ?? listBody(this.#role, this.#operation, { content, parts: this.#parts });
    this.#lists.set(content, known);
    return known;
  }

  #thingBody(content: MediaType, table: Table | undefined): ThingBody {
    const things = this.#things.get(content) ?? new Map<Table | undefined, ThingBody>();
    this.#things.set(content, things);
    const known = things.get(table) ?? thingBody(this.#operation, content, { table, parts: this.#parts });
    things.set(table, known);
    return known;
  }
}

/** The status that says it best, where it is declared. */
function statusFor(operation: Operation): (outcome: StateAnswer['outcome']) => number | undefined {
  const ifDeclared = (status: number) => (declares(operation, String(status)) ? status : undefined);
  const [shown, made, gone] = [ifDeclared(200), ifDeclared(201), ifDeclared(204)];
  return (outcome) => {
    if (outcome.kind === 'gone') return gone;
    if (outcome.kind !== 'thing') return undefined;
    return outcome.isNew ? made : shown;
  };
}
