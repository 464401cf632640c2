import { type Command, Option } from 'commander';
import {
  addDescriptionCommand,
  findDescription,
  limitsHelp,
  readingOptions,
  toList,
} from './description-command.ts';
import type { Session } from './session.ts';
import { toShard } from './shard.ts';

export function addPlan(program: Command, session: Session): void {
  addDescriptionCommand(program, 'plan')
    .summary('list what `test` would prove, and send nothing')
    .description(
      'List everything a description promises that `plumbline test` knows to prove: its obligations, by operation and kind. Nothing is sent.',
    )
    .option('--only <names>', 'operation ids, obligation kinds or ids, with `*`, repeatable', toList)
    .option('--except <names>', 'leave these out, repeatable', toList)
    .option('--shard <index/count>', 'one part of several, for example 1/4', toShard)
    .option('--claims', 'also print each promise in words', false)
    .addOption(new Option('--format <format>', 'how it is printed').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  plumbline plan                                  the description of this folder
  plumbline plan api.yaml --only createOrder --claims
  plumbline plan api.yaml --format json

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const { only = config.test?.only, except = config.test?.except, shard, format, claims } = flags;
      const { plan } = await import('../commands/plan.ts');
      session.finish(
        await plan(findDescription(named, config), {
          ...readingOptions(flags, config),
          choice: {
            ...(only === undefined ? {} : { only }),
            ...(except === undefined ? {} : { except }),
            ...(shard === undefined ? {} : { shard }),
          },
          format,
          claims,
        }),
      );
    });
}
