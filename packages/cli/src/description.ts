import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import {
  type ApiModel,
  type Description,
  type Diagnostic,
  formatDiagnostics,
  type Limits,
  type LintOptions,
  loadDescription,
  toApiModel,
} from '@plumbline/openapi';
import { CommandFailure, exitCode } from './exit-code.ts';
import { hasColor, say, showProgress } from './terminal.ts';

/** Where a description is looked for when none is named. */
const usualNames = ['openapi.yaml', 'openapi.yml', 'openapi.json'];

export interface DescriptionOptions {
  readonly limits?: Partial<Limits>;
  readonly allowRemote?: readonly string[];
  readonly lint?: LintOptions;
}

/**
 * The description a command works on: the named one, the configured one, or the first usual name that exists.
 * @throws {CommandFailure} when there is none
 */
export function findDescription(named: string | undefined, configured: string | undefined): string {
  const file = named ?? configured ?? usualNames.find((name) => existsSync(name));
  if (file !== undefined) return file;
  throw new CommandFailure(
    exitCode.usage,
    `No description: name one, or put ${usualNames.join(', ')} into this folder, or set \`description\` in plumbline.config.ts.`,
  );
}

/**
 * Loads the description, or prints why it cannot be read.
 * @throws {CommandFailure} with exit code 2 when it cannot
 */
export async function readDescription(file: string, options: DescriptionOptions = {}): Promise<Description> {
  const done = showProgress(`reading ${file} …`);
  const result = await loadDescription(file, options).finally(done);
  if (result.ok) return result.description;
  printDiagnostics(result.diagnostics, result.textOf);
  throw new CommandFailure(exitCode.unreadable, `${displayPath(file)} could not be read.`);
}

/**
 * Loads the description and makes its model. What a command cannot work with, and what the model
 * cannot carry, is printed.
 */
export async function readModel(
  file: string,
  options: DescriptionOptions = {},
): Promise<{ readonly description: Description; readonly model: ApiModel }> {
  const description = await readDescription(file, options);
  const { model, diagnostics } = toApiModel(description);
  const notes = [...description.diagnostics, ...diagnostics].filter(({ severity }) => severity !== 'info');
  printDiagnostics(notes, description.textOf);
  return { description, model };
}

/** Diagnostics are talk for every command but `lint`, whose result they are. */
export function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  textOf: (file: string) => string | undefined,
): void {
  if (diagnostics.length === 0) return;
  say(formatDiagnostics(diagnostics, { format: 'text', color: hasColor(process.stderr), textOf }));
}

/** A path as a person in the current folder would write it. */
export function displayPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short === '' || short.startsWith('..') ? file : short;
}
