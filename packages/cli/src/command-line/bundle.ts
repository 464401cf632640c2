import { type Command, Option } from 'commander';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import type { Session } from './session.ts';

export function addBundle(program: Command, session: Session): void {
  addDescriptionCommand(program, 'bundle')
    .summary('put a description of many files into one')
    .description('Put a description of many files into one.')
    .option('-o, --out <file>', 'where to write (default: standard output)')
    .addOption(
      new Option('--format <format>', 'how it is written (default: as --out ends, else yaml)').choices([
        'yaml',
        'json',
      ]),
    )
    .addHelpText(
      'after',
      `
Examples:
  plumbline bundle > bundled.yaml
  plumbline bundle api/openapi.yaml --out dist/openapi.json

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const { bundle } = await import('../commands/bundle.ts');
      const { out, format = out?.endsWith('.json') ? 'json' : 'yaml' } = flags;
      session.finish(
        await bundle(findDescription(named, config), {
          ...readingOptions(flags, config),
          format,
          ...(out === undefined ? {} : { out }),
        }),
      );
    });
}
