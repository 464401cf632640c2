import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PlumblineConfig } from '../config/plumbline-config.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import {
  addDescriptionCommand,
  findDescription,
  limitsHelp,
  readingOptions,
  toList,
  toPositiveNumber,
} from './description-command.ts';
import type { Session } from './session.ts';

export function addMutate(program: Command, session: Session): void {
  const command = addDescriptionCommand(program, 'mutate')
    .summary('break the contract on purpose, and see what a test suite notices')
    .argument('[url]', 'what stands before the paths at a server that keeps its contract')
    .argument('[command...]', 'after `--`: a suite of your own, which fails with an exit code other than 0')
    .description(
      'Put one fault after the other before a server, and count which of them a test suite notices. Without a command the suite is that of `plumbline test`. The server is changed by it: take one for tests.',
    );
  addMutantFlags(command);
  command
    .option('--token <secret>', 'for every scheme that takes a token')
    .addOption(
      new Option('--report <format>', 'how the report is printed').choices(['text', 'json']).default('text'),
    )
    .option('--output <file>', 'where the report goes (default: standard output)')
    .option('--min-score <percent>', 'a lower score ends with exit code 1', toPercent)
    .option('--timeout <seconds>', 'for one run of the command (default: 600)', toPositiveNumber)
    .addHelpText('after', helpText)
    .action(async (first: string | undefined, second: string | undefined, rest: readonly string[], flags) => {
      const config = await session.config();
      const operands = [first, second, ...rest].filter((operand) => operand !== undefined);
      const { named, target, suite } = readOperands(operands, afterDashes(program), config);
      const { mutate } = await import('../commands/mutate.ts');
      session.finish(
        await mutate(findDescription(named, config), {
          ...readingOptions(flags, config),
          ...toOptions(flags, config),
          target,
          ...(suite ? { command: suite } : {}),
        }),
      );
    });
}

const helpText = `
The command finds the server in the environment variable PLUMBLINE_TARGET, or where an argument says {target}. It runs
once without a fault and must pass then; with exit code 2 it did not.

Examples:
  plumbline mutate api.yaml http://127.0.0.1:3000 --per-operator 3
  plumbline mutate http://127.0.0.1:3000 --only 'PG-*' -- npm run test:api
  plumbline mutate api.yaml http://127.0.0.1:3000 -- newman run api.json --env-var base={target}

${limitsHelp}`;

function addMutantFlags(command: Command): void {
  command
    .option('--only <names>', 'operators, groups, operations or faults by id, with `*`, repeatable', toList)
    .option('--operations <ids>', 'break only these operations, repeatable', toList)
    .option('--per-operator <number>', 'no more places for one operator (default: 5)', toPositiveNumber)
    .option(
      '--seed <number>',
      'decides which places, and what each fault does (default: 1)',
      toPositiveNumber,
    );
}

interface MutateFlags {
  readonly only?: readonly string[];
  readonly operations?: readonly string[];
  readonly perOperator?: number;
  readonly seed?: number;
  readonly token?: string;
  readonly report: 'text' | 'json';
  readonly output?: string;
  readonly minScore?: number;
  readonly timeout?: number;
}

function toOptions(flags: MutateFlags, { test = {} }: PlumblineConfig) {
  const { only, operations, perOperator = 5, seed } = flags;
  const { target: _, ...tests } = test;
  const token = flags.token ?? process.env.PLUMBLINE_TOKEN;
  return {
    mutants: {
      perOperator,
      ...(only ? { only } : {}),
      ...(operations ? { operations } : {}),
      ...(seed === undefined ? {} : { seed }),
    },
    test: { ...tests, ...(token === undefined ? {} : { token }) },
    report: flags.report,
    ...(flags.output === undefined ? {} : { output: flags.output }),
    ...(flags.minScore === undefined ? {} : { minScore: flags.minScore }),
    ...(flags.timeout === undefined ? {} : { commandTimeoutMs: flags.timeout * 1000 }),
  };
}

/** How many arguments stand after `--`; they are operands like the others when they arrive. */
function afterDashes(program: Command): number {
  // Commander keeps the arguments as they came, which its types do not say.
  const { rawArgs } = program as unknown as { readonly rawArgs: readonly string[] };
  const at = rawArgs.indexOf('--');
  return at < 0 ? 0 : rawArgs.length - at - 1;
}

/** The description may be left out: what looks like a URL is the server. */
function readOperands(operands: readonly string[], commandLength: number, config: PlumblineConfig) {
  const own = operands.slice(0, operands.length - commandLength);
  const [program, ...args] = operands.slice(operands.length - commandLength);
  if (own.length > 2) {
    throw new CommandFailure(exitCode.usage, `What is \`${own[2]}\`? Write the command after \`--\`.`);
  }
  const target = own.find(isUrl) ?? config.test?.target;
  const named = own.find((operand) => !isUrl(operand));
  if (target === undefined || !URL.canParse(target)) {
    throw new CommandFailure(
      exitCode.usage,
      'No server: give its URL, or set `test.target` in plumbline.config.ts.',
    );
  }
  const suite: readonly [string, ...string[]] | undefined =
    program === undefined ? undefined : [program, ...args];
  return { named, target: target.replace(/\/+$/, ''), suite };
}

const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);

function toPercent(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 100) return number;
  throw new InvalidArgumentError('It takes a number from 0 to 100.');
}
