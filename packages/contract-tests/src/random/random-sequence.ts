import { Arbitrary, type Random, Stream, Value } from 'fast-check';
import { jsonBody } from '../plan/requests.ts';
import { type Draft, withoutBody } from '../request/draft.ts';
import { withKnownThings } from '../resources/fill-references.ts';
import { referenceTo } from '../resources/references.ts';
import { goodDrafts } from '../run/accept.ts';
import type { Run } from '../run/run.ts';
import { isJsonObject } from '../values/json.ts';
import { tryCompile } from '../values/workbench.ts';
import { legalValue } from './legal-value.ts';
import { RandomRequests } from './random-request.ts';
import type { SequencePlace } from './sequence-place.ts';
import type { Step } from './sequence-step.ts';
import { shorterSequences, signatureOf } from './shorter-sequences.ts';

/** What chance chooses between; what it names more than once comes more often. */
const usual = ['create', 'create', 'delete', 'delete', 'update', 'update', 'act', 'read', 'list'] as const;
/** To a thing that was deleted nothing may be done any more. */
const afterDeletion = ['read', 'update', 'act', 'delete'] as const;

/** So many steps after the first, before everything is looked at once more. */
const stepsEach = 8;

/** Sequences of making, changing and deleting things in one place; they shrink to shorter ones. */
export class RandomSequences extends Arbitrary<readonly Step[]> {
  readonly #run: Run;
  readonly #place: SequencePlace;
  readonly #creates: RandomRequests;
  readonly #ends = new WeakMap<readonly Step[], number>();
  readonly #tried = new Set<string>();

  constructor(run: Run, place: SequencePlace) {
    super();
    this.#run = run;
    this.#place = place;
    this.#creates = new RandomRequests(run, place.base);
  }

  generate(random: Random): Value<readonly Step[]> {
    const alive = new Set<number>();
    const deleted: number[] = [];
    const steps: Step[] = [this.#create(0, random)];
    alive.add(0);
    for (let count = 0; count < stepsEach; count += 1) {
      const step = this.#next(random, { alive: [...alive], deleted, made: alive.size + deleted.length });
      if (!step) continue;
      if (step.kind === 'create') alive.add(step.item);
      if (step.kind === 'delete' && alive.delete(step.item)) deleted.push(step.item);
      steps.push(step);
    }
    const looks = [...alive].map((item): Step => ({ kind: 'read', item }));
    return new Value([...steps, { kind: 'list' }, ...looks], undefined);
  }

  /** Only what it made itself is asked of it. */
  canShrinkWithoutContext(_: unknown): _ is readonly Step[] {
    return false;
  }

  /** Notes after how many steps a sequence showed a failure: what comes later says nothing of it. */
  noteEnd(steps: readonly Step[], taken: number): void {
    this.#ends.set(steps, taken);
  }

  shrink(steps: readonly Step[]): Stream<Value<readonly Step[]>> {
    const plain = goodDrafts(this.#run, this.#place.base)[0]?.draft;
    const failing = steps.slice(0, this.#ends.get(steps));
    const untried = shorterSequences(failing, plain).filter((other) => this.#isUntried(other));
    return new Stream(untried.map((other) => new Value(other, undefined)));
  }

  /** Different ways lead to the same sequence, which is tried once. */
  #isUntried(steps: readonly Step[]): boolean {
    const signature = signatureOf(steps);
    const isUntried = !this.#tried.has(signature);
    this.#tried.add(signature);
    return isUntried;
  }

  #next(random: Random, { alive, deleted, made }: Census): Step | undefined {
    const isAfterlife = deleted.length > 0 && random.nextInt(1, 5) === 1;
    const item = pick(random, isAfterlife ? deleted : alive);
    const kind = pick(random, isAfterlife ? afterDeletion : usual);
    if (random.nextInt(1, 20) === 1) return { kind: 'readUnknown' };
    if (kind === 'create' || item === undefined) return this.#create(made, random);
    if (kind === 'list') return { kind };
    if (kind === 'update') return this.#update(item, random);
    if (kind !== 'act') return kind === undefined ? undefined : { kind, item };
    const operation = pick(random, this.#place.actions);
    return operation && { kind, item, operation };
  }

  #create(item: number, random: Random): Step {
    return { kind: 'create', item, draft: this.#creates.generate(random).value };
  }

  #update(item: number, random: Random): Step | undefined {
    const { update } = this.#place;
    const schema = update && jsonBody(update)?.schema;
    const isSettled = (name: string) => referenceTo(this.#run.map, name) !== undefined;
    const { bench } = this.#run;
    const made = schema === undefined ? undefined : legalValue({ bench, random, isSettled }, schema);
    if (!update || schema === undefined || !made) return undefined;
    const one = update.method === 'PATCH' ? oneMember(random, made.value) : undefined;
    const value = one && (tryCompile(bench.requests, schema)?.(one) ?? true) ? one : made.value;
    return { kind: 'update', item, body: withKnownThings(this.#run, update, { schema, value }) };
  }
}

interface Census {
  readonly alive: readonly number[];
  readonly deleted: readonly number[];
  readonly made: number;
}

const pick = <Item>(random: Random, items: readonly Item[]): Item | undefined =>
  items.length === 0 ? undefined : items[random.nextInt(0, items.length - 1)];

/** A change of one property tells more clearly what it changed. */
function oneMember(random: Random, value: unknown): unknown {
  const member = isJsonObject(value) ? pick(random, Object.entries(value)) : undefined;
  return member && Object.fromEntries([member]);
}

/** The request with the body that a step names. */
export function withStepBody(draft: Draft, body: unknown): Draft {
  const mediaType = jsonBody(draft.operation)?.mediaType;
  return mediaType === undefined
    ? withoutBody(draft)
    : { ...draft, body: { kind: 'value', mediaType, value: body } };
}
