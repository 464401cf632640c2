import { toBundle } from '@plumbline/openapi';
import { type DescriptionOptions, printDiagnostics, readDescription, refuseErrors } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { exitCode } from '../exit-code.ts';
import { writeOneFile } from '../output-file.ts';
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
  refuseErrors(file, description);
  const text = toBundle(description, options.format);
  if (options.out === undefined) {
    printResult(text);
    return exitCode.done;
  }
  await writeOneFile(options.out, text);
  say(
    `${shownPath(options.out)}: ${counted(description.files.length, 'file')} in one, ${text.length} characters`,
  );
  return exitCode.done;
}
