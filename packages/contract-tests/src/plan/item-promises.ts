import type { Operation } from '@plumbline/openapi';
import type { Obligation, ObligationKind } from '../obligation.ts';
import { childOf } from '../resources/child-views.ts';
import { madeBy } from '../resources/made-by.ts';
import { isAction, viewOf } from '../resources/view.ts';
import { answerProperties, requestProperties } from './body-properties.ts';
import { escapeToken } from './constraints.ts';
import { defaultedProperties } from './defaults.ts';
import { echoedProperties } from './echoed-properties.ts';
import { type PlanOperation, promise } from './promise.ts';
import { revealedOnce } from './revealed-once.ts';

/** Read from paths, methods and names, which is a guess: a breach fails nothing. */
export const inferred = { level: 'should', source: 'http' } as const;
const declared = { level: 'must', source: 'x-contract' } as const;

type Strength = Pick<Obligation, 'level' | 'source'>;

/** What HTTP says of methods is a promise to whoever declares what an operation does with which resource. */
export const strengthOf = ({ behaviours }: Operation): Strength =>
  behaviours.resource ? declared : inferred;

/** What writes do to the things they name, and what they leave alone. */
export function planItems(context: PlanOperation): readonly Obligation[] {
  const { operation } = context;
  if (operation.behaviours.resource?.op === 'none' || operation.method === 'GET') return [];
  return [
    ...planCreate(context),
    ...planChange(context),
    ...planDelete(context),
    ...planAction(context),
    ...planProperties(context),
  ];
}

type Plan = (kind: ObligationKind, claim: string, ...parts: readonly string[]) => Obligation;

const planner =
  (operation: Operation, strength = strengthOf(operation)): Plan =>
  (kind, claim, ...parts) =>
    promise(operation, { kind, claim, parts, ...strength });

function planCreate({ map, operation }: PlanOperation): readonly Obligation[] {
  if (!map.isCreate(operation)) return [];
  const plan = planner(operation);
  const collection = map.collectionOf(operation);
  const tellsLocation = operation.responses.some(
    ({ status, headers }) =>
      status === '201' && headers.some(({ name }) => name.toLowerCase() === 'location'),
  );
  const tellsMade = operation.responses.some(({ status }) => status === '201');
  return [
    ...(tellsMade ? [plan('L.unique-id', 'what it creates has an id of its own')] : []),
    ...(map.listOf(collection)
      ? [
          plan('L.create-list', 'what it creates is in the list'),
          plan('L.nofx', 'a refused request creates nothing'),
        ]
      : []),
    ...(tellsLocation && map.readOf(collection)
      ? [plan('L.location', 'Location leads to what it created')]
      : []),
  ];
}

function planChange({ map, model, operation }: PlanOperation): readonly Obligation[] {
  const view = viewOf(model, operation);
  const isChange = (operation.method === 'PATCH' || operation.method === 'PUT') && !isAction(operation);
  if (!view || !isChange || echoedProperties(operation, [view], model.schemas).length === 0) return [];
  const plan = planner(operation);
  const shown = [...answerProperties(view, model.schemas).keys()];
  return [
    plan('L.update-get', 'what it changes reads as it was sent'),
    operation.method === 'PATCH'
      ? plan('L.patch-partial', 'it leaves alone what it does not name')
      : plan('L.replace', 'it leaves nothing of what it does not name'),
    ...(shown.some((name) => /^(id|created)/i.test(name))
      ? [plan('L.immutable', 'the id and the time of creation stay')]
      : []),
    ...(map.idsOf(operation).length > 0 && operation.path.endsWith('}') && hasList({ map, operation })
      ? [plan('L.isolated', 'it changes nothing beside what it names')]
      : []),
    plan('L.nofx', 'a refused request changes nothing'),
  ];
}

function hasList({ map, operation }: Pick<PlanOperation, 'map' | 'operation'>): boolean {
  const collection = map.idsOf(operation).at(-1)?.collection;
  return collection !== undefined && map.listOf(collection) !== undefined;
}

function planDelete({ map, model, operation }: PlanOperation): readonly Obligation[] {
  if (operation.method !== 'DELETE' || !operation.path.endsWith('}') || isAction(operation)) return [];
  const plan = planner(operation);
  return [
    ...(hasList({ map, operation })
      ? [
          plan('L.delete-list', 'what it deletes is not in the list any more'),
          plan('L.isolated', 'it deletes nothing beside what it names'),
        ]
      : []),
    ...(childOf(model, operation) ? [plan('L.parent', 'what lies below it is gone with it', 'below')] : []),
    plan('L.idem-method', 'a second request finds nothing or says the same again'),
    ...(viewOf(model, operation) ? [plan('L.nofx', 'a refused request deletes nothing')] : []),
  ];
}

function planAction(context: PlanOperation): readonly Obligation[] {
  return [...planEffect(context), ...planStarted(context)];
}

function planStarted({ map, model, operation }: PlanOperation): readonly Obligation[] {
  const { resource } = operation.behaviours;
  // Where nothing shows what it works on, that may be another tenant's, and so may what it creates.
  if (resource?.creates === undefined || !viewOf(model, operation) || !madeBy(model, map, operation))
    return [];
  const claim = `the ${resource.creates} that it creates can be read`;
  return [{ ...planner(operation)('L.action', claim, 'creates'), place: resource.place }];
}

function planEffect({ model, operation }: PlanOperation): readonly Obligation[] {
  const { resource } = operation.behaviours;
  const hasEffect = resource?.op === 'action' && Object.keys(resource.set).length > 0;
  if (!hasEffect || !viewOf(model, operation)) return [];
  const plan = planner(operation);
  const place = resource.place;
  return [
    { ...plan('L.action', 'it has the effect that is declared'), place },
    plan('L.nofx', 'a refused request has no effect'),
  ];
}

function planProperties({ map, model, operation }: PlanOperation): readonly Obligation[] {
  const view = map.isCreate(operation) ? map.readOf(map.collectionOf(operation)) : viewOf(model, operation);
  const isWrite = map.isCreate(operation) || operation.method === 'PATCH' || operation.method === 'PUT';
  const about = (
    kind: ObligationKind,
    name: string,
    claim: string,
    strength: Strength = strengthOf(operation),
  ) =>
    promise(operation, {
      kind,
      parts: [name],
      claim,
      ...strength,
      subject: { property: `/${escapeToken(name)}` },
      ...(operation.requestBody ? { place: operation.requestBody.place } : {}),
    });
  if (!isWrite || isAction(operation)) return [];
  return [
    ...echoedProperties(operation, [operation, view], model.schemas).map(({ name }) =>
      about('L.echo', name, `\`${name}\` comes back as it was sent`),
    ),
    ...defaultedProperties(operation, model.schemas).map(({ name, value }) =>
      about('Q.default', name, `\`${name}\` is ${JSON.stringify(value)} where it is left out`, promised),
    ),
    ...(view && operation.method !== 'POST' ? readOnlyNames(operation, model.schemas) : []).map((name) =>
      about('Q.readonly', name, `\`${name}\`, which is for reading only, cannot be written`, promised),
    ),
    ...revealedOnce(operation, model).map((name) =>
      about('L.secret-once', name, `no other answer shows \`${name}\``, declared),
    ),
  ];
}

/** The schema itself says it. */
const promised = { level: 'must', source: 'openapi' } as const;

function readOnlyNames(
  operation: Operation,
  definitions: PlanOperation['model']['schemas'],
): readonly string[] {
  return [...requestProperties(operation, definitions)]
    .filter(([, schemas]) => schemas.some(({ readOnly }) => readOnly === true))
    .map(([name]) => name);
}
