import type { Command } from 'commander';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import type { Session } from './session.ts';

export function addGenerate(program: Command, session: Session): void {
  addDescriptionCommand(program, 'generate')
    .summary('write types, client, server interface and checks')
    .description('Write types, client, server interface and compiled checks as TypeScript.')
    .option('-o, --out <folder>', 'the folder to write; it holds nothing else')
    .option('--check', 'write nothing; fail when the folder is stale', false)
    .addHelpText(
      'after',
      `
Examples:
  plumbline generate --out src/generated
  plumbline generate api.yaml --out src/generated --check     in CI

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const out = outFolder(flags.out, config.generate?.out, 'generate');
      const { generate } = await import('../commands/generate.ts');
      session.finish(
        await generate(findDescription(named, config), {
          ...readingOptions(flags, config),
          out,
          check: flags.check,
        }),
      );
    });
}

/** @throws {CommandFailure} when neither a flag nor the configuration names a folder */
export function outFolder(flag: string | undefined, configured: string | undefined, command: string): string {
  const out = flag ?? configured;
  if (out !== undefined) return out;
  throw new CommandFailure(
    exitCode.usage,
    `No folder to write: give --out, or set \`${command}.out\` in plumbline.config.ts.`,
  );
}
