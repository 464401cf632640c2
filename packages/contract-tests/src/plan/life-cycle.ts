import type { Obligation } from '../obligation.ts';
import { type PlanOperation, promise } from './promise.ts';

export function planLifeCycle({ map, operation }: PlanOperation): readonly Obligation[] {
  const { resource } = operation.behaviours;
import { parameterKey } from './requests.ts';
  const declared = resource ? ({ level: 'must', source: 'x-contract' } as const) : inferred;
  return [
    ...planIds({ operation }),
    ...(map.isCreate(operation) && map.readOf(map.collectionOf(operation))
      ? [
          promise(operation, {
            kind: 'L.create-get',
            claim: 'what it creates can be read at once',
            ...declared,
          }),
        ]
      : []),
    ...(operation.method === 'DELETE' && map.readOfItem(operation)
      ? [
          promise(operation, {
            kind: 'L.delete-get',
            claim: 'what it deletes is not found any more',
            ...declared,
          }),
        ]
      : []),
  ];
}

/** Read from paths and methods, which is a guess: a breach fails nothing. */
const inferred = { level: 'should', source: 'http' } as const;

function planIds({ operation }: Pick<PlanOperation, 'operation'>): readonly Obligation[] {
  return operation.parameters
    .filter(({ in: location }) => location === 'path')
    .flatMap((parameter) => [
      promise(operation, {
        kind: 'L.unknown',
        parts: [parameter.name],
        claim: `does not find a \`${parameter.name}\` that was never issued`,
        place: parameter.place,
      }),
      promise(operation, {
        kind: 'L.malformed',
        parts: [parameter.name],
        claim: `refuses a \`${parameter.name}\` that breaks its schema`,
        place: parameter.place,
      }),
    ]);
}
        subject: { parameter: parameterKey(parameter) },
        subject: { parameter: parameterKey(parameter) },
