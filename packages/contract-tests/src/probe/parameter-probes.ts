import type { Breakage } from '@plumbline/json-schema';
import type { Parameter } from '@plumbline/openapi';
import { obligationId } from '../obligation.ts';
import { constraintKey } from '../plan/constraints.ts';
import { parameterConstraints } from '../plan/parameter-constraints.ts';
import { parameterKey, sentParameters } from '../plan/requests.ts';
import { type Flaw, withoutValue, withValue } from '../request/draft.ts';
import { serializeSimple } from '../request/serialize-parameter.ts';
import { isHeaderText } from '../request/write-request.ts';
import { isIdempotencyKey } from '../run/draft-for.ts';
import { tryBreak, tryMake } from '../values/make.ts';
import { goodValue } from '../values/parameter-value.ts';
import { staysBroken } from '../values/readings.ts';
import { matchBreakage } from './match-breakage.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from './probe.ts';

/** Query, header and cookie parameters left out or broken, one constraint at a time. */
export function parameterProbes(subject: Subject): readonly (Probe | Skipped)[] {
  return sentParameters(subject.run.model, subject.draft.operation).flatMap((parameter) => [
    ...(parameter.required ? [leftOut(subject, parameter)] : []),
    ...brokenValues(subject, parameter),
  ]);
}

function leftOut({ draft }: Subject, parameter: Parameter): Probe {
  const { operation } = draft;
  const id = obligationId(operation.id, 'Q.reject', parameterKey(parameter), 'required');
  const without = isIdempotencyKey(operation, parameter)
    ? ({ ...draft, key: 'none' } as const)
    : withoutValue(draft, parameter);
  return probe(id, without, invalid(`without ${parameter.in} parameter ${parameter.name}`));
}

function brokenValues(subject: Subject, parameter: Parameter): readonly (Probe | Skipped)[] {
  const { run, draft } = subject;
  const { bench } = run;
  const constraints = parameterConstraints(parameter, bench.definitions);
  const breakages = travellingBreakages(subject, parameter);
  return constraints.map((constraint) => {
    const id = obligationId(
      draft.operation.id,
      'Q.reject',
      `${parameterKey(parameter)}${constraintKey(constraint)}`,
    );
    const found = breakages.find(({ base, breakage }) => matchBreakage(constraint, breakage, base));
    if (!found) return skipped(id, 'vague');
    const flaw = flawOf(parameter, found.breakage);
    const broken = withValue(draft, parameter, found.breakage.value);
    // The run's own key would stand in the place of the broken one.
    return probe(
      id,
      isIdempotencyKey(draft.operation, parameter) ? { ...broken, key: 'none' } : broken,
      flaw,
    );
  });
}

/** Breakages that are still broken after they have travelled as text. */
function travellingBreakages({ run, draft }: Subject, parameter: Parameter) {
  const { bench } = run;
  const purpose = `${draft.operation.id}:broken:${parameterKey(parameter)}`;
  const context = { checks: bench.requests, definitions: bench.definitions };
  const bases = [goodValue(bench, draft.operation, parameter), tryMake(bench, parameter.schema, purpose)];
  return bases
    .filter((base) => base !== undefined)
    .flatMap(({ value: base }) =>
      [...tryBreak(bench, parameter.schema, base, purpose), ...spacedText(base)].map((breakage) => ({
        base,
        breakage,
      })),
    )
    .filter(
      ({ breakage }) => staysBroken(context, parameter, breakage.value) && canTravel(parameter, breakage),
    );
}

/** A pattern is often broken by characters that a header cannot carry; a space in the middle travels. */
function spacedText(base: unknown): readonly Breakage[] {
  if (typeof base !== 'string' || base.length < 2) return [];
  const value = `${base.slice(0, 1)} ${base.slice(1)}`;
  const description = 'with a space in it';
  return [{ value, keyword: 'pattern', instancePath: '', schemaPath: '/pattern', description }];
}

/** Headers cannot carry every text. An empty one shows only what `minLength` forbids: it may mean that there is none. */
function canTravel(parameter: Parameter, { keyword, value }: Breakage): boolean {
  const text = serializeSimple(parameter, value);
  if (text === '' || text === 'null') return value === '' && keyword === 'minLength';
  return parameter.in === 'header' || parameter.in === 'cookie' ? isHeaderText(text) : true;
}

function flawOf(parameter: Parameter, { value, description }: Breakage): Flaw {
  const flaw = invalid(`with ${parameter.in} parameter ${parameter.name} ${description}`);
  return value === '' ? { ...flaw, breaches: [] } : flaw;
}

const invalid = (description: string): Flaw => ({ description, refusals: ['400', '422'], breaches: ['2XX'] });
