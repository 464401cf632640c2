import { Command, Option } from 'commander';
import { findDescription } from './description.ts';

/** The command line of Plumbline. Each command's code is loaded when it runs. */
export function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command('plumbline')
    .description(
      'Everything that hangs from one OpenAPI description: lint, bundle, types, client, server, mock, tests, docs.',
    )
    .version('0.1.0', '-V, --version')
    .showHelpAfterError('(run `plumbline --help` for the commands)');
  addLint(program, setExitCode);
  addBundle(program, setExitCode);
  addGenerate(program, setExitCode);
  return program;
}

function addLint(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('lint')
    .description(
      'Find what is wrong with a description: Redocly’s rules, your Spectral ruleset and Plumbline’s own, over one load.',
    )
    .argument('[description]', 'root file of the description')
    .addOption(
      new Option('--format <format>', 'how findings are printed')
        .choices(['text', 'json', 'sarif', 'junit', 'github'])
        .default('text'),
    )
    .addOption(
      new Option('--fail-on <severity>', 'mildest severity that fails')
        .choices(['error', 'warning', 'info'])
        .default('error'),
    )
    .addOption(
      new Option('--preset <preset>', 'which of Plumbline’s own rules run')
        .choices(['recommended', 'strict', 'off'])
        .default('recommended'),
    )
    .option('--redocly <file>', 'a Redocly configuration (default: redocly.yaml of this folder)')
    .option('--spectral <file>', 'a Spectral ruleset (default: .spectral.yaml of this folder)')
    .action(async (named: string | undefined, flags) => {
      const { lint } = await import('./commands/lint.ts');
      const options = {
        format: flags.format,
        failOn: flags.failOn,
        lint: {
          configFolder: process.cwd(),
          preset: flags.preset,
          ...(flags.redocly === undefined ? {} : { redocly: flags.redocly }),
          ...(flags.spectral === undefined ? {} : { spectral: flags.spectral }),
        },
      };
      setExitCode(await lint(findDescription(named, undefined), options));
    });
}

function addBundle(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('bundle')
    .description('Put a description of many files into one.')
    .argument('[description]', 'root file of the description')
    .addOption(
      new Option('--format <format>', 'how the bundle is written').choices(['yaml', 'json']).default('yaml'),
    )
    .option('-o, --out <file>', 'where to write (default: standard output)')
    .action(async (named: string | undefined, flags) => {
      const { bundle } = await import('./commands/bundle.ts');
      setExitCode(await bundle(findDescription(named, undefined), flags));
    });
}

function addGenerate(program: Command, setExitCode: (code: number) => void): void {
  program
    .command('generate')
    .description('Write types, client, server interface and compiled checks as TypeScript.')
    .argument('[description]', 'root file of the description')
    .requiredOption('-o, --out <folder>', 'the folder to write; it holds nothing else')
    .option('--check', 'write nothing; fail when the folder is stale', false)
    .action(async (named: string | undefined, flags) => {
      const { generate } = await import('./commands/generate.ts');
      setExitCode(await generate(findDescription(named, undefined), flags));
    });
}
