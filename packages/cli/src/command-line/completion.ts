import { Argument, type Command } from 'commander';
import type { Session } from './session.ts';

export function addCompletion(program: Command, session: Session): void {
  program
    .command('completion')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .summary('print a script that completes commands and flags')
    .description('Print a script that completes commands and flags in a shell.')
    .addHelpText(
      'after',
      `
Examples:
  plumbline completion bash > ~/.local/share/bash-completion/completions/plumbline
  plumbline completion zsh > "\${fpath[1]}/_plumbline"
  plumbline completion fish > ~/.config/fish/completions/plumbline.fish`,
    )
    .action(async (shell: 'bash' | 'zsh' | 'fish') => {
      const { completion } = await import('../commands/completion.ts');
      session.finish(completion(shell, program));
    });
}
