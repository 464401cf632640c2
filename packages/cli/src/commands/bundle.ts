import { writeFile } from 'node:fs/promises';
import { toBundle } from '@plumbline/openapi';
import { type DescriptionOptions, displayPath, printDiagnostics, readDescription } from '../description.ts';
import { exitCode } from '../exit-code.ts';
import { printResult, say } from '../terminal.ts';

export interface BundleCommandOptions extends DescriptionOptions {
  readonly format: 'yaml' | 'json';
  /** Where to write; absent: standard output. */
  readonly out?: string;
}

/** Puts a description of many files into one. */
export async function bundle(file: string, options: BundleCommandOptions): Promise<number> {
  const description = await readDescription(file, options);
  printDiagnostics(description.diagnostics, description.textOf);
  if (description.diagnostics.some(({ severity }) => severity === 'error')) return exitCode.findings;
  const text = toBundle(description, options.format);
  if (options.out === undefined) {
    printResult(text);
    return exitCode.done;
  }
  await writeFile(options.out, text);
  say(`${displayPath(options.out)}: ${description.files.length} files in one, ${text.length} characters`);
  return exitCode.done;
}
