import type { obligationKinds } from '../obligation.ts';
import type { ObligationResult } from '../obligation-result.ts';
import { type Reason, reasons } from '../verdict.ts';
import { describeViolation } from './describe-violation.ts';
import { type Report, violations, warnings } from './report.ts';
import type { ReportOptions } from './report-options.ts';
import { visibleLine } from './visible-text.ts';

/** For people: the violations, a table of what was proved, and why the rest was not. */
export function toText(report: Report, { color = false }: ReportOptions): string {
  const paint = color ? paintAnsi : (text: string) => text;
  const blocks = [
    ...violations(report).map((result) => describeResult(report, result, paint('violated', 'red'))),
    ...warnings(report).map((result) => describeResult(report, result, paint('warning', 'yellow'))),
    classTable(report),
    reasonTable(report),
    summary(report, paint),
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

type Colour = 'red' | 'yellow' | 'green';
type Paint = (text: string, colour: Colour) => string;

const codes: Readonly<Record<Colour, number>> = { red: 31, yellow: 33, green: 32 };
const paintAnsi: Paint = (text, colour) => `\u001b[${codes[colour]}m${text}\u001b[39m`;

function describeResult(report: Report, result: ObligationResult, label: string): string {
  if (result.verdict.outcome !== 'violated') return '';
  return `${label}: ${describeViolation(result, result.verdict, report)}`;
}

const classes: Readonly<Record<string, string>> = {
  R: 'responses',
  Q: 'requests',
  A: 'access',
  T: 'Tenancy',
  P: 'problems',
  L: 'life cycle',
  G: 'pagination',
  I: 'idempotency',
  X: 'rate limit',
  O: 'examples',
} satisfies Readonly<Record<ClassLetter, string>>;

type ClassLetter = keyof typeof obligationKinds extends `${infer Letter}.${string}` ? Letter : never;

const columns = {
  proved: ({ verdict }) => verdict.outcome === 'proved',
  violated: ({ verdict, level }) => verdict.outcome === 'violated' && level === 'must',
  warnings: ({ verdict, level }) => verdict.outcome === 'violated' && level === 'should',
  'not proved': ({ verdict }) => verdict.outcome === 'unproven',
} satisfies Readonly<Record<string, (result: ObligationResult) => boolean>>;

function classTable({ results }: Report): string {
  const byClass = Map.groupBy(results, ({ kind }) => kind.slice(0, 1));
  const rows = Object.entries(classes).flatMap(([letter, name]) => {
    const members = byClass.get(letter);
    return members
      ? [[name, ...Object.values(columns).map((isIn) => String(members.filter(isIn).length))]]
      : [];
  });
  return toColumns([['', ...Object.keys(columns)], ...rows]);
}

/** The first column to the left, numbers to the right. */
function toColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Reasons that one line of set-up removes come with what it is. */
const remedies: Partial<Record<Reason, string>> = {
  'needs-credentials': 'give a token',
  'needs-identity': 'give identities with known scopes and roles, or a way to mint them',
  'needs-write': 'run without `safe`',
  'needs-destructive': 'allow it with `destructive` on a server that may be changed',
  'needs-budget': 'allow more requests, or more waiting',
  'no-producer': 'name ids in `values`',
};

function reasonTable({ results }: Report): string {
  const counts = new Map<Reason, number>();
  for (const { verdict } of results) {
    if (verdict.outcome === 'unproven') counts.set(verdict.reason, (counts.get(verdict.reason) ?? 0) + 1);
  }
  const rows = [...counts].toSorted(([one, a], [other, b]) => b - a || one.localeCompare(other));
  if (rows.length === 0) return '';
  const lines = rows.map(([reason, count]) => {
    const remedy = remedies[reason];
    return `  ${String(count).padStart(5)}  ${reason}: ${reasons[reason]}${remedy ? `; ${remedy}` : ''}`;
  });
  return ['not proved, and why', ...lines].join('\n');
}

function summary(report: Report, paint: Paint): string {
  const { counts, requests, seed, run, leftBehind, stopped } = report;
  const failures = violations(report).length;
  const lines = [
    `${paint(report.ok ? 'kept' : 'broken', report.ok ? 'green' : 'red')}: ${visibleLine(report.title)} ${visibleLine(report.version)} at ${visibleLine(report.baseUrl)}`,
    `  ${counts.proved} proved, ${failures} violated, ${warnings(report).length} warnings, ${counts.unproven} not proved; ${requests} requests; seed ${seed}, run ${run}`,
    ...(counts.proved === 0 ? ['  nothing was proved: a run that proves nothing fails'] : []),
    ...(stopped === undefined ? [] : [`  ended early: ${visibleLine(stopped)}`]),
    ...(leftBehind.length === 0 ? [] : [`  left behind: ${leftBehind.map(visibleLine).join(', ')}`]),
  ];
  return lines.join('\n');
}
