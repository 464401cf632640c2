import type { Obligation } from '../obligation.ts';
import { planItems, strengthOf } from './item-promises.ts';
import { planLinks } from './links.ts';
import { planReads } from './list-promises.ts';
import { type PlanOperation, promise } from './promise.ts';
import { parameterKey } from './requests.ts';

export function planLifeCycle(context: PlanOperation): readonly Obligation[] {
  const { map, operation } = context;
  return [
    ...planIds({ operation }),
    ...planWrongParent(context),
    ...(map.isCreate(operation) && map.readOf(map.collectionOf(operation))
      ? [
          promise(operation, {
            kind: 'L.create-get',
            claim: 'what it creates can be read at once',
            ...strengthOf(operation),
          }),
        ]
      : []),
    ...(operation.method === 'DELETE' && map.readOfItem(operation)
      ? [
          promise(operation, {
            kind: 'L.delete-get',
            claim: 'what it deletes is not found any more',
            ...strengthOf(operation),
          }),
        ]
      : []),
    ...planItems(context),
    ...planReads(context),
    ...planLinks(context),
  ];
}

/** An item below another one is found below that one only. */
function planWrongParent({ map, operation }: PlanOperation): readonly Obligation[] {
  const above = map.idsOf(operation).at(-2);
  if (!above || operation.method === 'POST' || !operation.path.endsWith('}')) return [];
  return [
    promise(operation, {
      kind: 'L.parent',
      parts: [above.parameter],
      claim: `does not find the item under another \`${above.parameter}\``,
      ...strengthOf(operation),
    }),
  ];
}

function planIds({ operation }: Pick<PlanOperation, 'operation'>): readonly Obligation[] {
  return operation.parameters
    .filter(({ in: location }) => location === 'path')
    .flatMap((parameter) => [
      promise(operation, {
        kind: 'L.unknown',
        parts: [parameter.name],
        claim: `does not find a \`${parameter.name}\` that was never issued`,
        place: parameter.place,
        subject: { parameter: parameterKey(parameter) },
      }),
      promise(operation, {
        kind: 'L.malformed',
        parts: [parameter.name],
        claim: `refuses a \`${parameter.name}\` that breaks its schema`,
        place: parameter.place,
        subject: { parameter: parameterKey(parameter) },
      }),
    ]);
}
