import type { Command } from 'commander';
import type { Session } from './session.ts';

export function addInit(program: Command, session: Session): void {
  program
    .command('init')
    .argument('[folder]', 'where to write (default: this folder)')
    .summary('write a first description, a configuration and a workflow')
    .description(
      'Write a small good description, plumbline.config.ts and a workflow for GitHub Actions. Nothing is overwritten.',
    )
    .action(async (folder: string | undefined) => {
      const { init } = await import('../commands/init.ts');
      session.finish(await init(folder ?? '.'));
    });
}
