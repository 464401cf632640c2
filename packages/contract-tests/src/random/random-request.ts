import type { MediaType, Parameter } from '@plumbline/openapi';
import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import { sentParameters } from '../plan/requests.ts';
import { type Draft, withoutBody, withoutValue, withValue } from '../request/draft.ts';
import { writableMedia } from '../request/write-body.ts';
import { withKnownThings } from '../resources/fill-references.ts';
import { referenceTo } from '../resources/references.ts';
import { isIdempotencyKey } from '../run/draft-for.ts';
import type { Run } from '../run/run.ts';
import { travels } from '../search/edge-goal.ts';
import { isLegalRequest } from './legal-request.ts';
import { legalValue } from './legal-value.ts';
import { smallerRequests } from './smaller-requests.ts';

/** Of a large request no more smaller ones are looked at. */
const mostSmaller = 2_000;

/** Legal requests of one operation for things that exist; what they shrink to is legal as well. */
export class RandomRequests extends Arbitrary<Draft> {
  readonly #run: Run;
  readonly #base: Draft;

  /** @param base the plain good request: who calls, and for what */
  constructor(run: Run, base: Draft) {
    super();
    this.#run = run;
    this.#base = base;
  }

  generate(random: Random): Value<Draft> {
    let draft = this.#base;
    for (const parameter of variedParameters(this.#run, draft))
      draft = this.#withParameter(draft, parameter, random);
    const media = writableMedia(draft.operation);
    return new Value(media ? this.#withBody(draft, media, random) : draft, undefined);
  }

  /** Only what it made itself is asked of it. */
  canShrinkWithoutContext(_: unknown): _ is Draft {
    return false;
  }

  shrink(draft: Draft): Stream<Value<Draft>> {
    const smaller = smallerRequests(draft)
      .take(mostSmaller)
      .filter((other) => isLegalRequest(this.#run, other));
    return new Stream(smaller.map((other) => new Value(other, undefined)));
  }

  #withParameter(draft: Draft, parameter: Parameter, random: Random): Draft {
    if (!parameter.required && random.nextBoolean()) return withoutValue(draft, parameter);
    const made = legalValue(this.#chance(random), parameter.schema);
    return made && travels(parameter, made.value) ? withValue(draft, parameter, made.value) : draft;
  }

  #withBody(draft: Draft, { mediaType, schema }: MediaType, random: Random): Draft {
    const { operation } = draft;
    if (operation.requestBody?.required !== true && random.nextInt(1, 5) === 1) return withoutBody(draft);
    const made = schema === undefined ? undefined : legalValue(this.#chance(random), schema);
    if (!made) return draft;
    const value = withKnownThings(this.#run, operation, { schema, value: made.value });
    return { ...draft, body: { kind: 'value', mediaType, value } };
  }

  #chance(random: Random) {
    const { bench, map } = this.#run;
    return { bench, random, isSettled: (name: string) => referenceTo(map, name) !== undefined };
  }
}

/** A cursor is the server's own, and a key is used once. */
function variedParameters(run: Run, { operation }: Draft): readonly Parameter[] {
  const { cursor } = operation.behaviours.pagination ?? {};
  const isCursor = ({ in: place, name }: Parameter) =>
    cursor !== undefined && cursor.in !== 'body' && cursor.in === place && cursor.name === name;
  return sentParameters(run.model, operation).filter(
    (parameter) => !isCursor(parameter) && !isIdempotencyKey(operation, parameter),
  );
}

/** Whether requests of an operation can differ at all. */
export const isVaried = (run: Run, draft: Draft): boolean =>
  variedParameters(run, draft).length > 0 || writableMedia(draft.operation) !== undefined;
