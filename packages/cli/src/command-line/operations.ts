import type { Command } from 'commander';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import type { Session } from './session.ts';

export function addOperations(program: Command, session: Session): void {
  addDescriptionCommand(program, 'operations')
    .summary('list the operation ids of a description')
    .description(
      'List the operation ids of a description, one a line: what `--only`, `--operations` and `--upstream-for` take. Shell completion asks for them here.',
    )
    .addHelpText(
      'after',
      `
Examples:
  plumbline operations
  plumbline operations api.yaml | grep -i order

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const { operations } = await import('../commands/operations.ts');
      session.finish(await operations(findDescription(named, config), readingOptions(flags, config)));
    });
}
