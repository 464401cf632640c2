import { basename } from 'node:path';
import { compareFiles, type GeneratedFile, generateContract, writeFiles } from '@plumbline/codegen';
import type { Diagnostic } from '@plumbline/openapi';
import { type DescriptionOptions, displayPath, printDiagnostics, readModel } from '../description.ts';
import { exitCode } from '../exit-code.ts';
import { printResult, say } from '../terminal.ts';

export interface GenerateCommandOptions extends DescriptionOptions {
  readonly out: string;
  /** Compare instead of write. */
  readonly check: boolean;
}

/** Writes types, client, server interface and checks of a description, or says whether they are fresh. */
export async function generate(file: string, options: GenerateCommandOptions): Promise<number> {
  const { description, model } = await readModel(file, options);
  const losses: Diagnostic[] = [];
  const files = await generateContract(
    { model, document: description.document },
    { source: basename(file), sourceOf: description.sourceOf, report: (loss) => losses.push(loss) },
  );
  printDiagnostics(
    losses.map((loss) => ({ ...loss, place: description.locate(loss.place) })),
    description.textOf,
  );
  if (options.check) return check(options.out, files);
  await writeFiles(options.out, files);
  say(`${displayPath(options.out)}: ${files.length} files for ${model.operations.length} operations`);
  return exitCode.done;
}

async function check(folder: string, files: readonly GeneratedFile[]): Promise<number> {
  const differences = await compareFiles(folder, files);
  for (const { path, kind, line } of differences) {
    printResult(`${displayPath(folder)}/${path}${line === undefined ? '' : `:${line}`}  ${kind}`);
  }
  if (differences.length === 0) {
    say(`${displayPath(folder)}: up to date`);
    return exitCode.done;
  }
  say(`${differences.length} of ${files.length} files are stale: run the command again without --check.`);
  return exitCode.findings;
}
