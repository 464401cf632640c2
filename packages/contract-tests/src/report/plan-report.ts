import type { ApiModel, Operation } from '@plumbline/openapi';
import { classOf, type ObligationClass, obligationClasses } from '../coverage/obligation-class.ts';
import { type Obligation, type ObligationKind, obligationKinds } from '../obligation.ts';
import type { ReportOptions } from './report-options.ts';
import { visibleLine } from './visible-text.ts';

export interface PlanOptions extends Pick<ReportOptions, 'locate' | 'color'> {
  /**
   * Also shows each promise in words.
   *
   * @default false
   */
  readonly claims?: boolean;
}

/** What a run would try to prove, as text for people or JSON for programs. Ends with a line break. */
export function formatPlan(
  model: ApiModel,
  obligations: readonly Obligation[],
  format: 'text' | 'json',
  options: PlanOptions = {},
): string {
  return format === 'json' ? planJson(model, obligations, options) : planText(model, obligations, options);
}

function planJson(
  { title, version }: ApiModel,
  obligations: readonly Obligation[],
  { locate }: PlanOptions,
): string {
  const located = locate
    ? obligations.map((obligation) => ({ ...obligation, place: locate(obligation.place) }))
    : obligations;
  const plan = {
    title,
    version,
    operations: new Set(obligations.map(({ operation }) => operation)).size,
    counts: { all: obligations.length, kinds: Object.fromEntries(countKinds(obligations)) },
    obligations: located,
  };
  return `${JSON.stringify(plan, null, 2)}\n`;
}

function planText(model: ApiModel, obligations: readonly Obligation[], options: PlanOptions): string {
  const byOperation = Map.groupBy(obligations, ({ operation }) => operation);
  const planned = model.operations.filter(({ id }) => byOperation.has(id));
  const byTag = Map.groupBy(planned, ({ tags }) => tags[0] ?? '');
  const sections = [...byTag].map(([tag, operations]) =>
    [
      ...(tag === '' ? [] : [paint(options, visibleLine(tag))]),
      ...operations.map((operation) =>
        planOperation(operation, byOperation.get(operation.id) ?? [], options),
      ),
    ].join('\n'),
  );
  const name = visibleLine(`${model.title} ${model.version}`.trim());
  const total = `${name}: ${obligations.length} obligations of ${planned.length} operations; nothing was sent`;
  return `${[...sections, kindTable(obligations), total].join('\n\n')}\n`;
}

const paint = ({ color }: PlanOptions, text: string): string => (color ? `\u001b[1m${text}\u001b[22m` : text);

function planOperation(
  { id, method, path }: Operation,
  own: readonly Obligation[],
  options: PlanOptions,
): string {
  const byClass = Map.groupBy(own, classOf);
  const lines = obligationClasses.flatMap((name) => {
    const members = byClass.get(name);
    return members ? classLines(name, members, options) : [];
  });
  return [`  ${method} ${visibleLine(path)}  ${visibleLine(id)}  ${own.length}`, ...lines].join('\n');
}

function classLines(
  name: ObligationClass,
  members: readonly Obligation[],
  { claims = false }: PlanOptions,
): readonly string[] {
  const kinds = [...countKinds(members)].map(([kind, count]) => (count === 1 ? kind : `${kind} ${count}`));
  return [
    `    ${name.padEnd(12)} ${String(members.length).padStart(4)}  ${kinds.join(', ')}`,
    ...(claims ? members.map(({ id, claim }) => `      ${visibleLine(claim)}  [${visibleLine(id)}]`) : []),
  ];
}

function countKinds(obligations: readonly Obligation[]): ReadonlyMap<ObligationKind, number> {
  const counts = new Map<ObligationKind, number>();
  for (const { kind } of obligations) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return counts;
}

/** What the kinds mean, with how often each comes. */
function kindTable(obligations: readonly Obligation[]): string {
  const counts = countKinds(obligations);
  const kinds = Object.keys(obligationKinds).filter(
    (kind): kind is ObligationKind => counts.has(kind as ObligationKind), // keys of the table of kinds are kinds
  );
  const width = Math.max(0, ...kinds.map(({ length }) => length));
  const lines = kinds.map(
    (kind) => `  ${String(counts.get(kind)).padStart(6)}  ${kind.padEnd(width)}  ${obligationKinds[kind]}`,
  );
  return ['in all', ...lines].join('\n');
}
