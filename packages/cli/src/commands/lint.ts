import { formatDiagnostics, type LintOptions, type Severity } from '@plumbline/openapi';
import { type DescriptionOptions, displayPath, readDescription } from '../description.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { hasColor, printResult, say } from '../terminal.ts';

export interface LintCommandOptions extends DescriptionOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'junit' | 'github';
  readonly lint: LintOptions;
  /** The mildest severity that makes the command fail. */
  readonly failOn: Severity;
}

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Lints a description and prints what was found. */
export async function lint(file: string, options: LintCommandOptions): Promise<number> {
  const description = await readDescription(file, options);
  const { diagnostics, textOf } = description;
  printResult(
    formatDiagnostics(diagnostics, { format: options.format, color: hasColor(process.stdout), textOf }),
  );
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const counts = `${count('error')} errors, ${count('warning')} warnings, ${count('info')} notes`;
  say(`${displayPath(file)}: ${diagnostics.length === 0 ? 'no findings' : counts}`);
  const failed = diagnostics.some(({ severity }) => rank[severity] >= rank[options.failOn]);
  return failed ? exitCode.findings : exitCode.done;
}

/** Checks that a value of a flag is one of those it takes. */
export function oneOf<const Value extends string>(flag: string, values: readonly Value[]) {
  return (text: string): Value => {
    const found = values.find((value) => value === text);
    if (found !== undefined) return found;
    throw new CommandFailure(exitCode.usage, `${flag} takes ${values.join(', ')}, not \`${text}\`.`);
  };
}
