import type { Operation } from '@plumbline/openapi';
import type { Obligation } from '../obligation.ts';
import { escapeToken } from '../plan/references.ts';
import type { IdPlace, Replay, ReplayPiece, ReplayStep, ReplayText } from '../replay.ts';
import { type Draft, withValue } from '../request/draft.ts';
import { writeRequest } from '../request/write-request.ts';
import { type Exchange, isAccepted } from '../run/exchange-record.ts';
import type { Run } from '../run/run.ts';
import { isJsonObject, parseJson } from '../values/json.ts';
import { expectationOf } from './expectation.ts';

/**
 * How to see a failure again: what its request works on is made first. Undefined where more than that is needed.
 *
 * @param before what was sent before and the failure takes, in order
 */
export function toReplay(
  run: Run,
  obligation: Obligation,
  exchange: Exchange,
  before: readonly Exchange[] = [],
): Replay | undefined {
  const expected = expectationOf(run, obligation, exchange);
  if (!expected || !before.every(isAccepted)) return undefined;
  const script = new Script(run);
  for (const earlier of before) script.add(earlier);
  script.add(exchange);
  return { steps: script.steps, expected };
}

class Script {
  readonly steps: ReplayStep[] = [];
  readonly #run: Run;
  readonly #made = new Map<string, number>();
  /** Those that are being added: an answer that tells the id which its own path has makes nothing of it. */
  readonly #open = new Set<Exchange>();

  constructor(run: Run) {
    this.#run = run;
  }

  /** Adds the request after those that make what it names, and gives back its place. */
  add(exchange: Exchange): number {
    const { path, ids } = this.#writePath(exchange.draft);
    const created = this.#createdBy(exchange);
    this.steps.push({
      method: exchange.request.method,
      path,
      headers: this.#writeHeaders(exchange),
      ...(exchange.request.body === undefined ? {} : { body: this.#cut(exchange.request.body) }),
      ...(created ? { makes: created, ...this.#undoOf(exchange.draft.operation, ids) } : {}),
    });
    const step = this.steps.length - 1;
    const made = this.#madeBy(exchange);
    if (made !== undefined) this.#made.set(made, step);
    return step;
  }

  #writePath(draft: Draft): { readonly path: ReplayText; readonly ids: readonly ReplayPiece[] } {
    let marked = draft;
    const holes = new Map<string, ReplayPiece>();
    const ids: ReplayPiece[] = [];
    for (const { parameter, value } of draft.values.values()) {
      if (parameter.in !== 'path') continue;
      const origin = this.#originOf(draft, parameter.name, String(value));
      const step = origin && this.#stepOf(String(value), origin);
      ids.push(step === undefined ? String(value) : { idOf: step });
      if (step === undefined) continue;
      const mark = `plumblineHole${holes.size}x`;
      holes.set(mark, { idOf: step });
      marked = withValue(marked, parameter, mark);
    }
    const { url } = writeRequest(this.#run.model, { baseUrl: '', fetch: noFetch }, marked);
    return { path: fill(this.#cut(url), holes), ids };
  }

  /** What made the thing that is named, else what made another one of its kind. */
  #originOf({ operation }: Draft, parameter: string, id: string): Exchange | undefined {
    const { map, origins } = this.#run;
    const place = map.idsOf(operation).find((candidate) => candidate.parameter === parameter);
    const create = place && map.createOf(place.collection);
    if (!create) return undefined;
    return origins.get(id) ?? [...origins.values()].find(({ draft }) => draft.operation === create);
  }

  #stepOf(id: string, origin: Exchange): number | undefined {
    const known = this.#made.get(id);
    if (known !== undefined || this.#open.has(origin)) return known;
    this.#open.add(origin);
    const step = this.add(origin);
    this.#open.delete(origin);
    this.#made.set(id, step);
    return step;
  }

  #writeHeaders({ draft, request }: Exchange): Readonly<Record<string, ReplayText>> {
    const { key } = draft.operation.behaviours.idempotency ?? {};
    const keyName = key?.in === 'header' && draft.key === 'fresh' ? key.name.toLowerCase() : undefined;
    return Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [
        name,
        name === keyName ? [{ fresh: true } as const] : this.#cut(value),
      ]),
    );
  }

  #cut(text: string): ReplayText {
    return this.#run
      .splitSecrets(text)
      .map((piece) => ('text' in piece ? piece.text : { secret: piece.variable }));
  }

  /** The id of what a request made. */
  #madeBy({ draft, answer }: Exchange): string | undefined {
    const found = [...this.#run.origins].find(
      ([, origin]) => origin.draft === draft && origin.answer === answer,
    );
    return found?.[0];
  }

  /** Where the answer tells what was made; of one that made nothing, where others of the operation do. */
  #createdBy({ draft, answer }: Exchange): IdPlace | undefined {
    const origins = [...this.#run.origins];
    const own = origins.find(([, origin]) => origin.draft === draft && origin.answer === answer);
    const found = own ?? origins.find(([, origin]) => origin.draft.operation === draft.operation);
    const made = found?.[1].answer;
    return found && made && placeOf(found[0], parseJson(made.text)?.value);
  }

  /** How to take away what a step makes, where the description says how. */
  #undoOf(operation: Operation, parents: readonly ReplayPiece[]): Pick<ReplayStep, 'undo'> {
    const { map } = this.#run;
    const remove = map.isCreate(operation) ? map.deleteOf(map.collectionOf(operation)) : undefined;
    if (!remove) return {};
    const ids: readonly ReplayPiece[] = [...parents, { idOf: this.steps.length }];
    const pieces = remove.path.split(/\{[^{}]*\}/);
    const path = pieces.flatMap((piece, index) => (index === 0 ? [piece] : [ids[index - 1] ?? '', piece]));
    return { undo: { path: path.filter((piece) => piece !== '') } };
  }
}

const noFetch = (): Promise<Response> => Promise.reject(new Error('nothing is sent'));

function fill(text: ReplayText, holes: ReadonlyMap<string, ReplayPiece>): ReplayText {
  let pieces = text;
  for (const [mark, hole] of holes) {
    pieces = pieces.flatMap((piece) =>
      typeof piece === 'string'
        ? piece
            .split(mark)
            .flatMap((part, index) => [...(index > 0 ? [hole] : []), ...(part === '' ? [] : [part])])
        : [piece],
    );
  }
  return pieces;
}

/** The first place in a body that holds the id, at the top or one level below; else the end of Location. */
function placeOf(id: string, body: unknown): IdPlace {
  for (const [name, member] of isJsonObject(body) ? Object.entries(body) : []) {
    if (String(member) === id) return { pointer: `/${escapeToken(name)}` };
    for (const [inner, value] of isJsonObject(member) ? Object.entries(member) : []) {
      if (String(value) === id) return { pointer: `/${escapeToken(name)}/${escapeToken(inner)}` };
    }
  }
  return { header: 'location' };
}
