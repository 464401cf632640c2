import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  addDescriptionCommand,
  findDescription,
  limitsHelp,
  readingOptions,
  toPositiveNumber,
} from './description-command.ts';
import type { Session } from './session.ts';

export function addLint(program: Command, session: Session): void {
  addDescriptionCommand(program, 'lint')
    .summary('find what is wrong with a description')
    .description(
      'Find what is wrong with a description: Redocly’s rules, your Spectral ruleset and Plumbline’s own, over one load.',
    )
    .addOption(
      new Option('--format <format>', 'how findings are printed')
        .choices(['text', 'json', 'sarif', 'junit', 'github'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'mildest severity that fails (default: error)').choices([
        'error',
        'warning',
        'info',
      ]),
    )
    .addOption(
      new Option('--preset <preset>', 'which of Plumbline’s own rules run (default: recommended)').choices([
        'recommended',
        'strict',
        'off',
      ]),
    )
    .option(
      '--redocly <file>',
      'a Redocly configuration (default: redocly.yaml of this folder)',
      toExistingFile,
    )
    .option(
      '--spectral <file>',
      'a Spectral ruleset (default: .spectral.yaml of this folder)',
      toExistingFile,
    )
    .option('--max-problems <number>', 'print at most so many findings', toPositiveNumber)
    .addHelpText(
      'after',
      `
Examples:
  plumbline lint                                   the description of this folder
  plumbline lint api.yaml --format sarif > out.sarif
  plumbline lint api.yaml --preset strict --fail-on warning

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const { lint } = await import('../commands/lint.ts');
      const { failOn = 'error', ...configured } = config.lint ?? {};
      const given = {
        ...(flags.preset === undefined ? {} : { preset: flags.preset }),
        ...(flags.redocly === undefined ? {} : { redocly: flags.redocly }),
        ...(flags.spectral === undefined ? {} : { spectral: flags.spectral }),
      };
      session.finish(
        await lint(findDescription(named, config), {
          ...readingOptions(flags, config),
          format: flags.format,
          failOn: flags.failOn ?? failOn,
          lint: { ...configured, ...given, configFolder: process.cwd() },
          ...(flags.maxProblems === undefined ? {} : { maxProblems: flags.maxProblems }),
        }),
      );
    });
}

function toExistingFile(file: string): string {
  if (existsSync(file)) return file;
  throw new InvalidArgumentError('There is no such file.');
}
