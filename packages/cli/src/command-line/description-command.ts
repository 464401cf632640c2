import { existsSync } from 'node:fs';
import type { Limits } from '@plumbline/openapi';
import { nearestName } from '@plumbline/openapi/nearest-name';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PlumblineConfig } from '../config/plumbline-config.ts';
import type { DescriptionOptions } from '../description.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';

/** Where a description is looked for when none is named. */
const usualNames = ['openapi.yaml', 'openapi.yml', 'openapi.json'];

/** The flags of every command that reads a description. */
export interface ReadingFlags {
  readonly limit?: Partial<Limits>;
  readonly allowRemote?: readonly string[];
  readonly rootFolder?: string;
  readonly overlay?: readonly string[];
}

/** A command that reads a description, with the argument and the flags that all of them have. */
export function addDescriptionCommand(program: Command, name: string): Command {
  return program
    .command(name)
    .argument('[description]', 'root file of the description (default: openapi.yaml, .yml or .json here)')
    .addOption(
      readingOption('--overlay <file>', 'changes it first, as an OpenAPI Overlay says; repeatable').argParser(
        toFiles,
      ),
    )
    .addOption(
      readingOption('--root-folder <folder>', 'no reference may leave it (default: the description’s)'),
    )
    .addOption(
      readingOption('--allow-remote <hosts>', 'hosts that documents may be fetched from').argParser(toList),
    )
    .addOption(
      readingOption('--limit <name=number>', 'another bound, repeatable: see below').argParser(toLimit),
    );
}

function readingOption(flags: string, description: string): Option {
  return new Option(flags, description).helpGroup('Reading the description:');
}

/** The bounds of a load, as `--help` explains them. Named here, so that help starts nothing heavy. */
const limitNames: Readonly<Record<keyof Limits, string>> = {
  fileBytes: 'bytes of one file',
  totalBytes: 'bytes of all files',
  files: 'number of files',
  depth: 'levels of nesting',
  nodes: 'values of one file',
  mergeKeys: 'keys that YAML’s `<<` brings in',
  milliseconds: 'for reading',
  lintMilliseconds: 'for lint',
  heapMiB: 'memory for reading',
};

/** What `--limit` takes, for the end of a help text. */
export const limitsHelp: string = [
  'Bounds for --limit:',
  ...Object.entries(limitNames).map(([name, meaning]) => `  ${name.padEnd(18)}${meaning}`),
].join('\n');

function toLimit(text: string, before: Partial<Limits> = {}): Partial<Limits> {
  const [name = '', number = ''] = text.split('=');
  const names = Object.keys(limitNames);
  if (!names.includes(name)) {
    const guess = nearestName(name, names);
    throw new InvalidArgumentError(
      guess === undefined ? `Bounds are ${names.join(', ')}.` : `Did you mean ${guess}?`,
    );
  }
  return { ...before, [name]: toPositiveNumber(number) };
}

/** A whole number above 0. */
export function toPositiveNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('It takes a whole number above 0.');
}

/** The parts of a list written with commas, added to those of earlier flags. */
export function toList(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...text.split(',').map((part) => part.trim())].filter((part) => part !== '');
}

/** Files in the order in which they are named; a comma may be part of a name. */
const toFiles = (file: string, before: readonly string[] = []): readonly string[] => [...before, file];

/** How the description is read: flags win over the configuration. */
export function readingOptions(flags: ReadingFlags, config: PlumblineConfig): DescriptionOptions {
  const limits = { ...config.limits, ...flags.limit };
  const allowRemote = flags.allowRemote ?? config.allowRemote;
  const rootFolder = flags.rootFolder ?? config.rootFolder;
  const overlays = flags.overlay ?? config.overlays;
  return {
    limits,
    ...(allowRemote === undefined ? {} : { allowRemote }),
    ...(rootFolder === undefined ? {} : { rootFolder }),
    ...(overlays === undefined ? {} : { overlays }),
  };
}

/**
 * The description a command works on: the named one, the configured one, or the first usual name that exists.
 * @throws {CommandFailure} when there is none
 */
export function findDescription(named: string | undefined, { description }: PlumblineConfig): string {
  const file = named ?? description ?? usualNames.find((name) => existsSync(name));
  if (file !== undefined) return file;
  throw new CommandFailure(
    exitCode.usage,
    `No description: name one, put ${usualNames.join(', ')} into this folder, or set \`description\` in plumbline.config.ts.`,
  );
}
