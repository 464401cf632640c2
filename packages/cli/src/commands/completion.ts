import type { Command } from 'commander';
import { type CommandWords, completionScript } from '../completion/script.ts';
import { exitCode } from '../exit-code.ts';
import { printResult } from '../terminal.ts';

/** Flags whose value names operations, in whichever command they stand. */
const operationFlags: ReadonlySet<string> = new Set(['--only', '--except', '--operations', '--upstream-for']);

/** Prints a completion script for the commands and flags of the program. */
export function completion(shell: 'bash' | 'zsh' | 'fish', program: Command): number {
  const commands = program.commands.map(
    (command): CommandWords => ({
      name: command.name(),
      summary: command.summary(),
      flags: [...command.options, ...program.options].flatMap(({ long, description }) =>
        long === undefined || long === null
          ? []
          : [{ name: long, description, takesOperations: operationFlags.has(long) }],
      ),
    }),
  );
  printResult(completionScript(shell, commands));
  return exitCode.done;
}
