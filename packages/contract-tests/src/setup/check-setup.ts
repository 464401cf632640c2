import type { ApiModel, Operation } from '@plumbline/openapi';
import { responseFor } from '../check/status.ts';
import type { ContractTestOptions, Identity } from '../target.ts';
import { describeMistake, InvalidSetup, type Mistake } from './invalid-setup.ts';
import type { Way } from './way.ts';

/**
 * Holds every name in a set-up against the description.
 *
 * @throws InvalidSetup with all that is wrong
 */
export function checkSetup(model: ApiModel, options: ContractTestOptions): void {
  const names: Names = {
    operations: new Map(model.operations.map((operation) => [operation.id, operation])),
    schemes: model.securitySchemes.map(({ name }) => name),
    identities: (options.identities ?? []).map(({ name }) => name),
  };
  const problems = [
    ...(options.identities ?? []).flatMap((identity, index) => checkIdentity(names, identity, index)),
    ...checkMint(names, options.mint),
    ...checkExhaust(names, options.exhaust),
    ...Object.keys(options.values ?? {}).flatMap((key) => checkValue(names, key)),
    ...(options.never ?? []).flatMap((id, index) =>
      id.includes('*') ? [] : checkOperation(names, `never[${index}]`, id),
    ),
    ...Object.entries(options.before ?? {}).flatMap(([id, way]) => [
      ...checkOperation(names, `before[${JSON.stringify(id)}]`, id),
      ...checkWay(names, `before[${JSON.stringify(id)}]`, way),
    ]),
    ...Object.entries(options.reach ?? {}).flatMap(([key, way]) => [
      ...checkReach(names, key),
      ...checkWay(names, `reach[${JSON.stringify(key)}]`, way),
    ]),
  ];
  if (problems.length > 0) throw new InvalidSetup(problems);
}

interface Names {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly schemes: readonly string[];
  readonly identities: readonly string[];
}

const mistake = (text: Mistake): readonly string[] => [describeMistake(text)];

function checkOperation({ operations }: Names, at: string, name: string): readonly string[] {
  return operations.has(name)
    ? []
    : mistake({ at, what: 'an operation of the description', name, known: [...operations.keys()] });
}

function checkScheme({ schemes }: Names, at: string, name: string): readonly string[] {
  return schemes.includes(name)
    ? []
    : mistake({ at, what: 'a security scheme of the description', name, known: schemes });
}

function checkIdentity(names: Names, { credentials }: Identity, index: number): readonly string[] {
  return Object.keys(credentials).flatMap((scheme) =>
    checkScheme(names, `identities[${index}].credentials`, scheme),
  );
}

function checkMint(names: Names, mint: ContractTestOptions['mint']): readonly string[] {
  if (typeof mint !== 'object') return [];
  return [
    ...checkOperation(names, 'mint.operation', mint.operation),
    ...(mint.revoke === undefined ? [] : checkOperation(names, 'mint.revoke', mint.revoke)),
    ...(mint.scheme === undefined ? [] : checkScheme(names, 'mint.scheme', mint.scheme)),
  ];
}

function checkExhaust({ identities }: Names, exhaust: ContractTestOptions['exhaust']): readonly string[] {
  if (typeof exhaust !== 'object') return [];
  return exhaust.flatMap((name, index) =>
    identities.includes(name)
      ? []
      : mistake({ at: `exhaust[${index}]`, what: 'an identity of the set-up', name, known: identities }),
  );
}

/** `operation.parameter`; a name without an operation may be a type, which descriptions do not list. */
function checkValue(names: Names, key: string): readonly string[] {
  const [, id = '', parameter = ''] = /^([^.]+)\.(.+)$/.exec(key) ?? [];
  if (id === '') return [];
  const at = `values[${JSON.stringify(key)}]`;
  const operation = names.operations.get(id);
  if (!operation) return checkOperation(names, at, id);
  const known = operation.parameters.map(({ name }) => name);
  return known.includes(parameter) || operation.requestBody
    ? []
    : mistake({ at, what: `a parameter of \`${id}\``, name: parameter, known });
}

function checkReach(names: Names, key: string): readonly string[] {
  const at = `reach[${JSON.stringify(key)}]`;
  const [, id = '', status = ''] = /^(.+)\/([^/]+)$/.exec(key) ?? [];
  if (id === '')
    return [
      `${at}: write \`operation/status\`, for example \`${names.operations.keys().next().value}/409\`.`,
    ];
  const operation = names.operations.get(id);
  if (!operation) return checkOperation(names, at, id);
  const known = operation.responses.map((response) => response.status);
  const isDeclared = /^[1-5]\d\d$/.test(status) && responseFor(operation, Number(status)) !== undefined;
  return isDeclared ? [] : mistake({ at, what: `a status of \`${id}\``, name: status, known });
}

function checkWay(names: Names, at: string, way: Way): readonly string[] {
  if (typeof way === 'function') return [];
  return way.flatMap(({ operation, as }, index) => [
    ...checkOperation(names, `${at}[${index}].operation`, operation),
    ...(as === undefined || names.identities.includes(as)
      ? []
      : mistake({
          at: `${at}[${index}].as`,
          what: 'an identity of the set-up',
          name: as,
          known: names.identities,
        })),
  ]);
}
