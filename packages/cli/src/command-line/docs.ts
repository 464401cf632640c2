import type { Command } from 'commander';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import { outFolder } from './generate.ts';
import type { Session } from './session.ts';

export function addDocs(program: Command, session: Session): void {
  addDescriptionCommand(program, 'docs')
    .summary('build the documentation as one folder')
    .description(
      'Build the documentation as one folder that can be published as it is: the reference, how the API behaves, and a page for each problem type. It asks for nothing outside of itself.',
    )
    .option('-o, --out <folder>', 'the folder to write; it holds nothing else')
    .addHelpText(
      'after',
      `
Examples:
  plumbline docs --out dist/docs
  plumbline docs api.yaml --out public

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const out = outFolder(flags.out, config.docs?.out, 'docs');
      const { docs } = await import('../commands/docs.ts');
      session.finish(await docs(findDescription(named, config), { ...readingOptions(flags, config), out }));
    });
}
