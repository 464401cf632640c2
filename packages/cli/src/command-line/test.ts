import type { ContractTestOptions, Setup, Shard } from '@plumbline/contract-tests';
import { type Command, InvalidArgumentError } from 'commander';
import type { TestCommandOptions } from '../commands/test.ts';
import type { PlumblineConfig, TestConfig } from '../config/plumbline-config.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import {
  addDescriptionCommand,
  findDescription,
  limitsHelp,
  readingOptions,
  toList,
  toPositiveNumber,
} from './description-command.ts';
import { formatNames, toReports } from './report-flag.ts';
import type { Session } from './session.ts';
import { toShard } from './shard.ts';
import { type WantedReportFlags, wantedReports } from './wanted-reports.ts';

export function addTest(program: Command, session: Session): void {
  const command = addDescriptionCommand(program, 'test')
    .summary('prove a description against a running server')
    .argument('[url]', 'what stands before the paths, for example http://127.0.0.1:3000')
    .description(
      'Prove what a description promises against a running server. Nothing is changed or deleted that the run did not make.',
    );
  addCallerFlags(command);
  addScopeFlags(command);
  addReportFlags(command);
  command
    .addHelpText(
      'after',
      `
A token may also stand in the environment as PLUMBLINE_TOKEN, where no process list shows it.

Examples:
  plumbline test http://127.0.0.1:3000
  plumbline test api.yaml https://staging.example.com --safe --token "$TOKEN"
  plumbline test --setup contract.setup.ts
  plumbline test --only 'listOrders' --report junit --output report.xml
  plumbline test --report text --report html=report.html --report sarif=report.sarif
  plumbline test --random 50 --save test/regressions
  plumbline test --lock contract.lock.json --baseline contract.baseline.json

Formats for --report: ${formatNames.join(', ')}. Under GitHub Actions, text comes with annotations.

${limitsHelp}`,
    )
    .action(async (first: string | undefined, second: string | undefined, flags) => {
      const config = await session.config();
      const { named, target } = readArguments(first, second, config);
      const { test } = await import('../commands/test.ts');
      const setup = await ownSetup(flags, config.test);
      session.finish(
        await test(findDescription(named, config), {
          ...readingOptions(flags, config),
          target,
          test: testOptions(flags, { ...config.test, ...setup }),
          reports: wantedReports(flags, config.test),
          ...keptFiles(flags, config.test),
        }),
      );
    });
}

function addCallerFlags(command: Command): void {
  command
    .option(
      '--setup <file>',
      'who may call and how statuses are reached: a module that exports `defineSetup(…)`',
    )
    .option('--token <secret>', 'for every scheme that takes a token')
    .option('--credential <scheme=secret>', 'the secret of one scheme, repeatable', toPairs)
    .option('--header <name: value>', 'sent with every request, repeatable', toHeaders)
    .option(
      '--value <name=value>',
      'a path parameter, repeatable; `operationId.name` for one place',
      toPairs,
    );
}

function addScopeFlags(command: Command): void {
  command
    .option('--only <names>', 'operation ids or obligation kinds, with `*`, repeatable', toList)
    .option('--except <names>', 'leave these out, repeatable', toList)
    .option('--shard <index/count>', 'one part of several that together prove all, such as 1/4', toShard)
    .option('--safe', 'send GET and HEAD only')
    .option('--destructive', 'also change and delete what the run did not make')
    .option(
      '--exhaust',
      'at the end, use up the rate limit of the caller: it is refused for the rest of a window',
    )
    .option(
      '--quota <number>',
      'the limit that this server has, where it is not the described one',
      toPositiveNumber,
    )
    .option('--seed <number>', 'decides every made value (default: 1)', toWholeNumber)
    .option('--random <number>', 'random requests for each operation, and sequences (default: 0)', toCount)
    .option('--run <name>', 'with the seed it repeats a run; see its report')
    .option('--concurrency <number>', 'harmless requests at once (default: 4)', toPositiveNumber)
    .option('--max-requests <number>', 'ends the run (default: 10000)', toPositiveNumber)
    .option('--timeout <ms>', 'for one answer (default: 10000)', toPositiveNumber)
    .option('--max-wait <ms>', 'for rate limits, in all (default: 120000)', toPositiveNumber);
}

function addReportFlags(command: Command): void {
  command
    .option('--report <format[=file]>', 'a report, repeatable (default: text)', toReports)
    .option('--output <file>', 'where a report without a file goes (default: standard output)')
    .option('--save <folder>', 'write each failure as a vitest test; none that was edited is overwritten')
    .option('--lock <file>', 'fail when an obligation that it holds is no longer proved')
    .option('--update-lock', 'write what is proved now into the lock')
    .option('--baseline <file>', 'known failures, which fail nothing until their day')
    .option('--update-baseline', 'write an entry for each violation, for 30 days');
}

interface ReportFlags extends WantedReportFlags {
  readonly save?: string;
  readonly lock?: string;
  readonly updateLock?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
}

function keptFiles(
  flags: ReportFlags,
  config: TestConfig = {},
): Pick<TestCommandOptions, 'save' | 'lock' | 'baseline'> {
  const { lock = config.lock, baseline = config.baseline, updateLock, updateBaseline } = flags;
  const { save = config.save } = flags;
  requireFile('--update-lock', updateLock, lock);
  requireFile('--update-baseline', updateBaseline, baseline);
  return {
    ...(save === undefined ? {} : { save }),
    ...(lock === undefined ? {} : { lock: { file: lock, update: updateLock ?? false } }),
    ...(baseline === undefined ? {} : { baseline: { file: baseline, update: updateBaseline ?? false } }),
  };
}

function requireFile(flag: string, isGiven: boolean | undefined, file: string | undefined): void {
  if (!isGiven || file !== undefined) return;
  const named = flag.replace('update-', '');
  throw new CommandFailure(exitCode.usage, `${flag} writes a file: name it with ${named}.`);
}

async function ownSetup({ setup }: TestFlags, config: TestConfig = {}): Promise<Setup> {
  const file = setup ?? config.setup;
  if (file === undefined) return {};
  const { loadSetup } = await import('../config/load-setup.ts');
  return loadSetup(file);
}

interface TestFlags {
  readonly setup?: string;
  readonly token?: string;
  readonly credential?: Readonly<Record<string, string>>;
  readonly header?: Readonly<Record<string, string>>;
  readonly value?: Readonly<Record<string, string>>;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly shard?: Shard;
  readonly safe?: boolean;
  readonly destructive?: boolean;
  readonly exhaust?: boolean;
  readonly quota?: number;
  readonly seed?: number;
  readonly random?: number;
  readonly run?: string;
  readonly concurrency?: number;
  readonly maxRequests?: number;
  readonly timeout?: number;
  readonly maxWait?: number;
}

function testOptions(flags: TestFlags, config: TestConfig = {}): ContractTestOptions {
  const { target, reports, setup, save, lock, baseline, ...options } = config;
  const { only, except, shard, safe, destructive, seed, random, run, concurrency, maxRequests } = flags;
  const token = flags.token ?? process.env.PLUMBLINE_TOKEN;
  const given = {
    ...{ token, only, except, shard, safe, destructive, seed, random, run, concurrency, maxRequests },
    exhaust: flags.exhaust,
    quota: flags.quota,
    timeoutMs: flags.timeout,
    maxWaitMs: flags.maxWait,
    identities: flags.credential && [{ name: 'caller', credentials: flags.credential }],
    headers: flags.header && { ...options.headers, ...flags.header },
    values: flags.value && { ...options.values, ...flags.value },
  };
  return { ...options, ...withoutAbsent(given) };
}

type Present<Type> = { [Key in keyof Type]?: Exclude<Type[Key], undefined> };

function withoutAbsent<Type extends object>(value: Type): Present<Type> {
  // What is left has the same keys, each without `undefined`.
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Present<Type>;
}

/** The description may be left out: what looks like a URL is the server. */
function readArguments(first: string | undefined, second: string | undefined, config: PlumblineConfig) {
  const isUrl = (text: string | undefined): text is string =>
    text !== undefined && /^https?:\/\//i.test(text);
  const [named, given] = second === undefined && isUrl(first) ? [undefined, first] : [first, second];
  const target = given ?? config.test?.target;
  if (target === undefined) {
    throw new CommandFailure(
      exitCode.usage,
      'No server: give its URL, or set `test.target` in plumbline.config.ts.',
    );
  }
  if (!isUrl(target) || !URL.canParse(target)) {
    throw new CommandFailure(
      exitCode.usage,
      `\`${target}\` is no URL of a server: it must begin with http:// or https://.`,
    );
  }
  return { named, target: target.replace(/\/+$/, '') };
}

function toPairs(text: string, before: Readonly<Record<string, string>> = {}) {
  return addPair(text, '=', before);
}

function toHeaders(text: string, before: Readonly<Record<string, string>> = {}) {
  return addPair(text, ':', before);
}

function addPair(text: string, mark: string, before: Readonly<Record<string, string>>) {
  const at = text.indexOf(mark);
  if (at <= 0) throw new InvalidArgumentError(`It takes a name, \`${mark}\` and a value.`);
  return { ...before, [text.slice(0, at).trim()]: text.slice(at + 1).trim() };
}

function toWholeNumber(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('It takes a whole number.');
}

/** Zero is a count, too. */
function toCount(text: string): number {
  const number = toWholeNumber(text);
  if (number >= 0) return number;
  throw new InvalidArgumentError('It takes a whole number from 0 on.');
}
