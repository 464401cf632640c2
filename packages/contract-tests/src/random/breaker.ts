import type { Breakage } from '@plumbline/json-schema';
import { obligationId } from '../obligation.ts';
import { constraintKey, findConstraints } from '../plan/constraints.ts';
import { jsonBody } from '../plan/requests.ts';
import { matchBreakage } from '../probe/match-breakage.ts';
import { parameterProbes } from '../probe/parameter-probes.ts';
import { type Probe, probe } from '../probe/probe.ts';
import type { Draft } from '../request/draft.ts';
import type { Run } from '../run/run.ts';
import { tryBreak } from '../values/make.ts';

/** Breaks requests of one operation, each in one constraint at any depth. */
export class Breaker {
  readonly #run: Run;
  readonly #base: Draft;
  #probes: readonly Probe[] | undefined;
  #count = 0;

  constructor(run: Run, base: Draft) {
    this.#run = run;
    this.#base = base;
  }

  /** A request with one flaw, another one each time; undefined where nothing of it can be broken. */
  break(draft: Draft): Probe | undefined {
    this.#count += 1;
    const choice = this.#run.bench.seed(`${draft.operation.id}:flaw:${this.#count}`);
    const body = this.#breakBody(draft, choice);
    return body && choice % 4 !== 0 ? body : (this.#breakParameter(draft, choice) ?? body);
  }

  #breakBody(draft: Draft, choice: number): Probe | undefined {
    const { bench } = this.#run;
    const { operation, body } = draft;
    const schema = jsonBody(operation)?.schema;
    if (schema === undefined || body?.kind !== 'value') return undefined;
    const breakage = pickPlaceFirst(
      tryBreak(bench, schema, body.value, `${operation.id}:random:${choice}`),
      choice,
    );
    const broken =
      breakage &&
      findConstraints(schema, bench.definitions).find((constraint) =>
        matchBreakage(constraint, breakage, body.value),
      );
    if (!breakage || !broken) return undefined;
    const id = obligationId(operation.id, 'Q.reject', `body${constraintKey(broken)}`);
    const changed = { ...draft, body: { ...body, value: breakage.value } };
    return probe(id, changed, {
      description: `with a body ${breakage.description}`,
      refusals: ['400', '422'],
      breaches: ['2XX'],
    });
  }

  #breakParameter(draft: Draft, choice: number): Probe | undefined {
    this.#probes ??= parameterProbes({ run: this.#run, draft: this.#base }).filter((plan) => 'draft' in plan);
    const planned = this.#probes[choice % this.#probes.length];
    return planned && moved(planned, this.#base, draft);
  }
}

/** Each place as likely as any other, however many ways there are to break it. */
function pickPlaceFirst(breakages: readonly Breakage[], choice: number): Breakage | undefined {
  const places = [...Map.groupBy(breakages, ({ instancePath }) => instancePath).values()];
  const inPlace = places[choice % places.length] ?? [];
  return inPlace[Math.floor(choice / places.length) % inPlace.length];
}

/** A flaw of one request in another one: what differs between the two that it was made of. */
function moved(planned: Probe, base: Draft, draft: Draft): Probe {
  const values = new Map(draft.values);
  for (const key of new Set([...base.values.keys(), ...planned.draft.values.keys()])) {
    const broken = planned.draft.values.get(key);
    if (broken === undefined) values.delete(key);
    else if (broken.value !== base.values.get(key)?.value) values.set(key, broken);
  }
  const { flaw, key } = planned.draft;
  return { ...planned, draft: { ...draft, values, key, flaw } };
}
