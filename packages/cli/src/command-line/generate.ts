import { type Command, Option } from 'commander';
import type { GenerateConfig } from '../config/plumbline-config.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import type { Session } from './session.ts';

export function addGenerate(program: Command, session: Session): void {
  addDescriptionCommand(program, 'generate')
    .summary('write types, client, server interface and checks')
    .description('Write types, client, server interface and compiled checks as TypeScript.')
    .option('-o, --out <folder>', 'the folder to write; it holds nothing else')
    .option('--check', 'write nothing; fail when the folder is stale', false)
    .addOption(
      new Option('--int64 <type>', 'what integers of 64 bits are in the client (default: number)').choices(
        int64Types,
      ),
    )
    .addOption(
      new Option('--enums <kind>', 'open: received enums may have other members (default: closed)').choices(
        enumKinds,
      ),
    )
    .addHelpText(
      'after',
      `
Examples:
  plumbline generate --out src/generated
  plumbline generate api.yaml --out src/generated --check     in CI
  plumbline generate --out src/generated --int64 bigint       ids beyond 2^53 are exact

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
          int64: chosen('int64', int64Types, flags.int64 ?? config.generate?.int64),
          enums: chosen('enums', enumKinds, flags.enums ?? config.generate?.enums),
        }),
      );
    });
}

const int64Types = ['number', 'bigint', 'string'] as const satisfies readonly GenerateConfig['int64'][];
const enumKinds = ['closed', 'open'] as const satisfies readonly GenerateConfig['enums'][];

/**
 * The first choice is the default. A configuration in JavaScript may hold anything.
 * @throws {CommandFailure} for what is none of the choices
 */
function chosen<Choice extends string>(
  name: string,
  choices: readonly [Choice, ...Choice[]],
  given: string | undefined,
): Choice {
  if (given === undefined) return choices[0];
  const choice = choices.find((one) => one === given);
  if (choice !== undefined) return choice;
  throw new CommandFailure(
    exitCode.usage,
    `\`generate.${name}\` of plumbline.config.ts is ${JSON.stringify(given)}: it takes ${choices.join(', ')}.`,
  );
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
