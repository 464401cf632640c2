import { basename } from 'node:path';
import { compareFiles, type GeneratedFile, generateContract, type TypeChoices } from '@plumbline/codegen';
import type { Diagnostic } from '@plumbline/openapi';
import { type DescriptionOptions, printDiagnostics, type ReadModel, readSoundModel } from '../description.ts';
import { counted, shownPath } from '../display.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { explainRefusal, writeFolder } from '../output-folder.ts';
import { printResult, say, showProgress } from '../terminal.ts';

export interface GenerateCommandOptions extends DescriptionOptions, TypeChoices {
  readonly out: string;
  /** Compare instead of write. */
  readonly check: boolean;
}

/** Writes types, client, server interface and checks of a description, or says whether they are fresh. */
export async function generate(file: string, options: GenerateCommandOptions): Promise<number> {
  const read = await readSoundModel(file, options);
  const files = await generateFiles(file, read, options);
  if (options.check) return check(options.out, files);
  await writeFolder(options.out, files);
  const operations = counted(read.model.operations.length, 'operation');
  say(`${shownPath(options.out)}: ${counted(files.length, 'file')} for ${operations}`);
  return exitCode.done;
}

async function generateFiles(
  file: string,
  { description, model }: ReadModel,
  { int64, enums }: GenerateCommandOptions,
): Promise<readonly GeneratedFile[]> {
  const losses: Diagnostic[] = [];
  const done = showProgress(`generating ${counted(model.operations.length, 'operation')} …`);
  const files = await generateContract(
    { model, document: description.document },
    {
      source: basename(file),
      sourceOf: description.sourceOf,
      report: (loss) => losses.push(loss),
      ...(int64 && { int64 }),
      ...(enums && { enums }),
    },
  )
    .catch(explainSchema)
    .finally(done);
  printDiagnostics(
    losses.map((loss) => ({ ...loss, place: description.locate(loss.place) })),
    description.textOf,
  );
  return files;
}

/** The error of a schema that no check can be made of; its class lies in a package that is not imported here. */
function explainSchema(error: unknown): never {
  if (!(error instanceof Error) || error.name !== 'InvalidSchema') throw error;
  throw new CommandFailure(
    exitCode.findings,
    `${error.message}\nRun \`plumbline lint\`: it tells where (rules checkable-schema and pattern-valid).`,
  );
}

async function check(folder: string, files: readonly GeneratedFile[]): Promise<number> {
  const differences = await compareFiles(folder, files).catch(explainRefusal);
  for (const { path, kind, line } of differences) {
    printResult(`${shownPath(folder)}/${path}${line === undefined ? '' : `:${line}`}  ${kind}`);
  }
  if (differences.length === 0) {
    say(`${shownPath(folder)}: up to date`);
    return exitCode.done;
  }
  say(`${counted(differences.length, 'difference')}: run the command again without --check.`);
  return exitCode.findings;
}
