import {
  type ApiModel,
  type Description,
  type Diagnostic,
  formatDiagnostics,
  type LoadOptions,
  loadDescription,
  toApiModel,
} from '@plumbline/openapi';
import { counted, shownPath } from './display.ts';
import { CommandFailure, exitCode } from './exit-code.ts';
import { hasColor, say, showProgress } from './terminal.ts';

/** How a description is read. */
export type DescriptionOptions = LoadOptions;

/**
 * Loads the description, or prints why it cannot be read.
 * @throws {CommandFailure} with exit code 2 when it cannot
 */
export async function readDescription(file: string, options: DescriptionOptions = {}): Promise<Description> {
  const done = showProgress(`reading ${file} …`);
  const result = await loadDescription(file, options).catch(explainMisuse).finally(done);
  if (result.ok) return result.description;
  printDiagnostics(result.diagnostics, result.textOf);
  throw new CommandFailure(exitCode.unreadable, `${shownPath(file)} could not be read.`);
}

/** A load takes only bounds above 0 and a root folder that holds the description. */
function explainMisuse(error: unknown): never {
  throw error instanceof RangeError ? new CommandFailure(exitCode.usage, error.message) : error;
}

/** A description and its model. */
export interface ReadModel {
  readonly description: Description;
  readonly model: ApiModel;
}

/**
 * Loads the description and makes its model. What is wrong with it, and what the model cannot carry,
 * is printed.
 */
export async function readModel(file: string, options: DescriptionOptions = {}): Promise<ReadModel> {
  const description = await readDescription(file, options);
  const { model, diagnostics } = toApiModel(description);
  const notes = [...description.diagnostics, ...diagnostics].filter(({ severity }) => severity !== 'info');
  printDiagnostics(notes, description.textOf);
  return { description, model };
}

/**
 * The same for a command whose output would only carry on what is broken.
 * @throws {CommandFailure} with exit code 1 when the description has errors
 */
export async function readSoundModel(file: string, options: DescriptionOptions = {}): Promise<ReadModel> {
  const read = await readModel(file, options);
  refuseErrors(file, read.description);
  return read;
}

/** @throws {CommandFailure} with exit code 1 when the description has errors */
export function refuseErrors(file: string, { diagnostics }: Description): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  if (errors === 0) return;
  const has = `${shownPath(file)} has ${counted(errors, 'error')}`;
  throw new CommandFailure(exitCode.findings, `${has}; nothing was written.`);
}

/** Diagnostics are talk for every command but `lint`, whose result they are. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | undefined,
): void {
  if (diagnostics.length === 0) return;
  const text = formatDiagnostics(diagnostics, { format: 'text', color: hasColor(process.stderr), textOf });
  say(`${text.trimEnd()}\n`);
}
