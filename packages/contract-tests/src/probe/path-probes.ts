import type { Operation, Parameter } from '@plumbline/openapi';
import { declares } from '../check/status.ts';
import { obligationId } from '../obligation.ts';
import { dereference } from '../plan/constraints.ts';
import { withValue } from '../request/draft.ts';
import type { Run } from '../run/run.ts';
import { tryBreak, tryMake } from '../values/make.ts';
import { staysBroken } from '../values/readings.ts';
import { uuidFor } from '../values/seed.ts';
import { tryCompile } from '../values/workbench.ts';
import { type Probe, probe, type Skipped, type Subject, skipped } from './probe.ts';

/** Ids that were never issued and ids that cannot be. */
export function pathProbes({ run, draft }: Subject): readonly (Probe | Skipped)[] {
  const { operation } = draft;
  return operation.parameters
    .filter(({ in: location }) => location === 'path')
    .flatMap((parameter) => [unknownId({ run, draft }, parameter), malformedId({ run, draft }, parameter)]);
}

function unknownId({ run, draft }: Subject, parameter: Parameter): Probe | Skipped {
  const { operation } = draft;
  const id = obligationId(operation.id, 'L.unknown', parameter.name);
  if (!saysNotFound(operation)) return skipped(id, 'unspecified', 'no 404 is declared');
  if (!isIssued(run, operation, parameter))
    return skipped(id, 'unspecified', 'nothing tells that it is an id');
  const current = draft.values.get(`path/${parameter.name}`)?.value;
  const unknown = neverIssued(run, operation, { parameter, current });
  if (!unknown) return skipped(id, 'vague');
  return probe(id, withValue(draft, parameter, unknown.value), {
    description: `with a ${parameter.name} that was never issued`,
    refusals: [operation.behaviours.resource?.gone ?? '404', '404', '410'],
    breaches: ['2XX', ...(unknown.isPlain && declares(operation, 404) ? ['400', '422'] : [])],
  });
}

const saysNotFound = (operation: Operation): boolean => declares(operation, 404) || declares(operation, 410);

/** A path parameter is an id where things are added to, listed in or read from its collection, or its form says so. */
function isIssued({ map, bench }: Run, operation: Operation, parameter: Parameter): boolean {
  const schema = dereference(parameter.schema, bench.definitions);
  if (typeof schema === 'object' && (schema.enum !== undefined || schema.const !== undefined)) return false;
  const id = map.idsOf(operation).find((candidate) => candidate.parameter === parameter.name);
  if (!id) return false;
  const isUuid = typeof schema === 'object' && schema.format === 'uuid';
  return isUuid || map.createOf(id.collection) !== undefined || map.listOf(id.collection) !== undefined;
}

interface IdAt {
  readonly parameter: Parameter;
  readonly current: unknown;
}

/** `isPlain`: a UUID or a number, in which a server can hide no checksum, so that it is no malformed one. */
function neverIssued(
  run: Run,
  operation: Operation,
  { parameter, current }: IdAt,
): { readonly value: unknown; readonly isPlain: boolean } | undefined {
  const purpose = `${operation.id}:unknown:${parameter.name}`;
  const check = tryCompile(run.bench.requests, parameter.schema);
  const isUuid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(String(current));
  const candidates = [
    { value: uuidFor(run.settings.seed, purpose), isPlain: isUuid },
    { value: 2_147_400_000 + (run.bench.seed(purpose) % 80_000), isPlain: true },
    { value: `${run.settings.nonce}-unknown`, isPlain: false },
  ];
  const made = tryMake(run.bench, parameter.schema, purpose);
  const inForm = isUuid
    ? candidates.slice(0, 1)
    : /^\d+$/.test(String(current))
      ? candidates.slice(1)
      : candidates.slice(2);
  return [...inForm, ...(made ? [{ value: made.value, isPlain: false }] : [])].find(
    ({ value }) => String(value) !== String(current) && (check?.(value) ?? true),
  );
}

function malformedId({ run, draft }: Subject, parameter: Parameter): Probe | Skipped {
  const { operation } = draft;
  const id = obligationId(operation.id, 'L.malformed', parameter.name);
  const current = draft.values.get(`path/${parameter.name}`)?.value;
  const check = tryCompile(run.bench.requests, parameter.schema);
  const base = [current, Number(current)].find((reading) => check?.(reading));
  const context = { checks: run.bench.requests, definitions: run.bench.definitions };
  const breakage =
    base === undefined
      ? undefined
      : tryBreak(run.bench, parameter.schema, base, id).find(
          ({ value }) => String(value) !== '' && staysBroken(context, parameter, value),
        );
  if (!breakage) return skipped(id, 'vague');
  return probe(id, withValue(draft, parameter, breakage.value), {
    description: `with a ${parameter.name} that breaks \`${breakage.keyword}\``,
    refusals: ['404', '400', '422'],
    breaches: ['2XX'],
  });
}
