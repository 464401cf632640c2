import type { ApiModel, Operation } from '@plumbline/openapi';
import type { ObligationResult } from '../obligation-result.ts';
import { parameterKey } from '../plan/requests.ts';
import type { Report } from '../report/report.ts';
import { type BehaviourName, behaviourOf } from './behaviour-name.ts';
import { classOf, type ObligationClass, obligationClasses } from './obligation-class.ts';
import type { SeenProperty } from './property-watch.ts';
import { requestProperties, responseProperties } from './schema-properties.ts';
import { type Tally, tally } from './tally.ts';

/**
 * How much of a description a run proved, seen from each side. An obligation that was not proved counts against it,
 * whatever the reason; a waived breach is counted apart. Rows without any obligation are what the description names
 * and promises nothing testable about.
 */
export interface Coverage {
  readonly all: Tally;
  readonly classes: readonly CoverageRow<ObligationClass>[];
  /** By operation id. */
  readonly operations: readonly CoverageRow[];
  /** `getBook 404` */
  readonly statuses: readonly CoverageRow[];
  /** `listBooks query/limit` */
  readonly parameters: readonly CoverageRow[];
  /** `createBook /title` of its request, `getBook 200 /title` of an answer: proved too where a valid answer had it. */
  readonly properties: readonly CoverageRow[];
  /** `maxLength`, of all operations. */
  readonly keywords: readonly CoverageRow[];
  /** Each alternative of each operation's `security`: `getBook token`. */
  readonly security: readonly CoverageRow[];
  readonly behaviours: readonly CoverageRow<BehaviourName>[];
  /** Operations that were left out of the run. */
  readonly leftOut: readonly string[];
}

export type CoverageRow<Name extends string = string> = Tally & { readonly name: Name };

/** Counts what a run proved. `model` is the one that was run: it names also what no obligation is about. */
export function coverageOf({ results, properties = [] }: Report, model: ApiModel): Coverage {
  const byOperation = Map.groupBy(results, ({ operation }) => operation);
  const seen = Map.groupBy(properties, ({ operation }) => operation);
  const tested = model.operations.filter(({ id }) => byOperation.has(id));
  const ofEach = (rows: (operation: Operation, own: readonly ObligationResult[]) => readonly CoverageRow[]) =>
    tested.flatMap((operation) => rows(operation, byOperation.get(operation.id) ?? []));
  return {
    all: tally(results),
    classes: groupRows(results, classOf, obligationClasses),
    operations: ofEach(({ id }, own) => [toRow(id, own)]),
    statuses: ofEach(statusRows),
    parameters: ofEach(parameterRows),
    properties: ofEach((operation, own) => [
      ...propertyRows(operation, own, requestProperties(operation, model.schemas)),
      ...answerRows(operation, own, { seen: seen.get(operation.id) ?? [], model }),
    ]),
    keywords: groupRows(results, ({ subject }) => subject?.keyword).toSorted(byName),
    security: ofEach(securityRows),
    behaviours: groupRows(results, behaviourOf),
    leftOut: model.operations.filter(({ id }) => !byOperation.has(id)).map(({ id }) => id),
  };
}

const toRow = <Name extends string>(name: Name, results: readonly ObligationResult[]): CoverageRow<Name> => ({
  name,
  ...tally(results),
});

const byName = (one: CoverageRow, other: CoverageRow): number => (one.name < other.name ? -1 : 1);

/** A row for each name that some obligation has; in the order of `order` where it is given. */
function groupRows<Name extends string>(
  results: readonly ObligationResult[],
  nameOf: (result: ObligationResult) => Name | undefined,
  order: readonly Name[] = [],
): readonly CoverageRow<Name>[] {
  const groups = Map.groupBy(results, nameOf);
  const names = new Set([...order, ...groups.keys()]);
  return [...names].flatMap((name) => {
    const own = name === undefined ? undefined : groups.get(name);
    return name === undefined || own === undefined ? [] : [toRow(name, own)];
  });
}

/** A row for each declared name and each other one that an obligation is about. */
function namedRows(
  operation: Operation,
  declared: readonly string[],
  own: readonly ObligationResult[],
  nameOf: (result: ObligationResult) => string | undefined,
): readonly CoverageRow[] {
  const groups = Map.groupBy(own, nameOf);
  const names = new Set([...declared, ...groups.keys()]);
  return [...names].flatMap((name) =>
    name === undefined ? [] : [toRow(`${operation.id} ${name}`, groups.get(name) ?? [])],
  );
}

function statusRows(operation: Operation, own: readonly ObligationResult[]): readonly CoverageRow[] {
  const declared = operation.responses.map(({ status }) => status);
  return namedRows(operation, declared, own, ({ subject }) => subject?.status);
}

function parameterRows(operation: Operation, own: readonly ObligationResult[]): readonly CoverageRow[] {
  const declared = operation.parameters.map(parameterKey);
  return namedRows(operation, declared, own, ({ subject }) => subject?.parameter);
}

function propertyRows(
  operation: Operation,
  own: readonly ObligationResult[],
  declared: readonly string[],
): readonly CoverageRow[] {
  return namedRows(operation, declared, own, ({ subject }) =>
    subject?.status === undefined && subject?.property !== '' ? subject?.property : undefined,
  );
}

interface Answers {
  readonly seen: readonly SeenProperty[];
  readonly model: ApiModel;
}

/** Each declared property of the answers that the run was about counts, beside what obligations say of it. */
function answerRows(
  operation: Operation,
  own: readonly ObligationResult[],
  { seen, model }: Answers,
): readonly CoverageRow[] {
  return operation.responses.flatMap((response) => {
    const { status } = response;
    const about = own.filter(({ subject }) => subject?.status === status);
    const found = new Set(seen.filter((one) => one.status === status).map(({ property }) => property));
    const declared = about.length === 0 ? [] : responseProperties(response, model.schemas);
    const groups = Map.groupBy(about, ({ subject }) => subject?.property || undefined);
    const names = new Set([...declared, ...[...groups.keys()].filter((name) => name !== undefined)]);
    return [...names].map((property) => {
      const row = toRow(`${operation.id} ${status} ${property}`, groups.get(property) ?? []);
      return declared.includes(property) ? withSeen(row, found.has(property)) : row;
    });
  });
}

function withSeen(row: CoverageRow, isSeen: boolean): CoverageRow {
  if (isSeen) return { ...row, proved: row.proved + 1 };
  const notSeen = (row.reasons['not-seen'] ?? 0) + 1;
  return { ...row, unproven: row.unproven + 1, reasons: { ...row.reasons, 'not-seen': notSeen } };
}

/** What is promised of access without naming an alternative is promised of each. */
function securityRows(operation: Operation, own: readonly ObligationResult[]): readonly CoverageRow[] {
  const access = own.filter((result) => classOf(result) === 'Access');
  return operation.security.map(({ schemes }) => {
    const name = schemes.length === 0 ? 'anonymous' : schemes.map((scheme) => scheme.name).join(' + ');
    const about = access.filter(({ subject }) => (subject?.security ?? name) === name);
    return toRow(`${operation.id} ${name}`, about);
  });
}
