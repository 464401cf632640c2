import type { Obligation } from '../obligation.ts';
import { filtersOf, sortOf } from './filters.ts';
import { type PlanOperation, promise } from './promise.ts';
import { queryDefaultsOf } from './query-defaults.ts';
import { parameterKey } from './requests.ts';

/** What reads leave alone, and which items lists hold in which order. */
export function planReads({ model, operation }: PlanOperation): readonly Obligation[] {
  if (operation.method !== 'GET') return [];
  const sort = sortOf(operation, model.schemas);
  return [
    ...(operation.behaviours.resource?.op === 'none'
      ? []
      : [
          promise(operation, {
            kind: 'L.safe',
            claim: 'reading changes nothing (RFC 9110, section 9.2.1)',
            level: 'should', // Answers may tell what changes by itself.
            source: 'http',
          }),
        ]),
    ...filtersOf(operation, model.schemas).map(({ parameter, property, isCertain }) =>
      promise(operation, {
        kind: 'L.filter',
        parts: [property],
        claim: `\`${parameter.name}\` keeps only the items with that \`${property}\``,
        level: isCertain ? 'must' : 'should',
        place: parameter.place,
        subject: { parameter: parameterKey(parameter) },
      }),
    ),
    ...queryDefaultsOf(operation, model.schemas).map(({ parameter, value }) =>
      promise(operation, {
        kind: 'Q.default',
        parts: [parameterKey(parameter)],
        claim: `without \`${parameter.name}\` the answer is as with ${JSON.stringify(value)}`,
        place: parameter.place,
        subject: { parameter: parameterKey(parameter) },
      }),
    ),
    ...(sort?.orders ?? []).map(({ value, property, isDescending }) =>
      promise(operation, {
        kind: 'L.sort',
        parts: [value],
        claim: `\`${value}\` orders the items by \`${property}\`, ${isDescending ? 'the last' : 'the first'} first`,
        level: 'should', // That the value names the property is read from its name.
        ...(sort
          ? { place: sort.parameter.place, subject: { parameter: parameterKey(sort.parameter) } }
          : {}),
      }),
    ),
  ];
}
