import { type Command, Option } from 'commander';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import type { Session } from './session.ts';

export function addGraph(program: Command, session: Session): void {
  addDescriptionCommand(program, 'graph')
    .summary('show which things an API has, what makes them and what needs them')
    .description(
      'Show which things an API has, what makes or lists them, and which operations need their ids, as `plumbline test` reads it off the description. What is missing here is given in a set-up. Nothing is sent.',
    )
    .addOption(
      new Option('--format <format>', 'how it is printed')
        .choices(['text', 'json', 'mermaid'])
        .default('text'),
    )
    .addHelpText(
      'after',
      `
Examples:
  plumbline graph                                 the description of this folder
  plumbline graph api.yaml --format mermaid > graph.mmd

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const { graph } = await import('../commands/graph.ts');
      session.finish(
        await graph(findDescription(named, config), {
          ...readingOptions(flags, config),
          format: flags.format,
        }),
      );
    });
}
