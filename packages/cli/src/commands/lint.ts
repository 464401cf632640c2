import { type Diagnostic, formatDiagnostics, type LintOptions, type Severity } from '@plumbline/openapi';
import { type DescriptionOptions, readDescription } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { exitCode } from '../exit-code.ts';
import { hasColor, printResult, say } from '../terminal.ts';

export interface LintCommandOptions extends DescriptionOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'junit' | 'github';
  readonly lint: LintOptions;
  /** The mildest severity that makes the command fail. */
  readonly failOn: Severity;
  /** How many findings are printed, the gravest first. @default all */
  readonly maxProblems?: number;
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Lints a description and prints what was found. */
export async function lint(file: string, options: LintCommandOptions): Promise<number> {
  const { diagnostics, textOf } = await readDescription(file, options);
  const { format, failOn, maxProblems = diagnostics.length } = options;
  const shown = gravest(diagnostics, maxProblems);
  printResult(formatDiagnostics(shown, { format, color: hasColor(process.stdout), textOf }));
  if (shown.length < diagnostics.length)
    say(`${diagnostics.length - shown.length} more are not shown (--max-problems).`);
  say(`${shownPath(file)}: ${verdict(diagnostics)}`);
  const failed = diagnostics.some(({ severity }) => rank[severity] >= rank[failOn]);
  return failed ? exitCode.findings : exitCode.done;
}

function gravest(diagnostics: readonly Diagnostic[], count: number): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => rank[b.severity] - rank[a.severity]).slice(0, count);
}

function verdict(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return 'no findings';
  const count = (wanted: Severity) => diagnostics.filter(({ severity }) => severity === wanted).length;
  return [
    counted(count('error'), 'error'),
    counted(count('warning'), 'warning'),
    counted(count('info'), 'note'),
  ].join(', ');
}
