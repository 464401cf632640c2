import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MockConfig } from '../config/plumbline-config.ts';
import { CommandFailure, exitCode } from '../exit-code.ts';
import {
  addDescriptionCommand,
  findDescription,
  limitsHelp,
  readingOptions,
  toList,
} from './description-command.ts';
import type { Session } from './session.ts';

export function addMock(program: Command, session: Session): void {
  const command = addDescriptionCommand(program, 'mock')
    .summary('answer every operation, with state and trouble on demand')
    .description(
      'Answer every operation of a description. What was created is read, listed, changed and deleted; where nothing can be inferred, examples or values made from schemas answer. Requests are checked against the description. A change of the description is taken over at once, and what is remembered stays.',
    )
    .option('-p, --port <number>', '0 takes any free port (default: 4010)', toPort)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('-d, --dynamic', 'made values, also where there are examples')
    .option('--seed <seed>', 'the same made values and the same trouble at each start')
    .option('--ignore-examples', 'bodies from schemas, the same each time')
    .option('--errors', 'answer 500 where a responder breaks the description')
    .option('--no-validate-request', 'accept requests that are not as described')
    .option('--no-security', 'ask for no credentials')
    .option('--no-cors', 'send no CORS headers')
    .option('--no-watch', 'leave changes of the description alone')
    .option('--trouble <plan>', 'trouble for every request: see below')
    .option('--control', 'control and a page below /__plumbline/')
    .option('--run <command>', 'serve while a command runs, and end with its exit code: see below')
    .option('-q, --quiet', 'print no line for each request', false);
  for (const option of [...stateOptions(), ...upstreamOptions()]) command.addOption(option);
  command.addHelpText('after', examples).action(async (named: string | undefined, flags) => {
    const config = await session.config();
    const { mock } = await import('../commands/mock.ts');
    session.finish(
      await mock(findDescription(named, config), {
        ...readingOptions(flags, config),
        mock: mockOptions(flags, config.mock),
        watch: flags.watch,
        quiet: flags.quiet,
        failOnViolations: flags.failOnViolations ?? false,
        ...(flags.run === undefined ? {} : { run: flags.run }),
        ...(flags.verdicts === undefined ? {} : { verdicts: flags.verdicts }),
        ...(flags.har === undefined ? {} : { har: flags.har }),
      }),
    );
  });
}

const examples = `
A request chooses its answer and its trouble:
  curl -H 'Prefer: code=404' …                     the answer of a status
  curl -H 'Prefer: example=empty' …                a named example
  curl -H 'Prefer: dynamic=true' …                 made values
  curl -H 'Plumbline-Session: ada' …               a state of its own
  curl -H 'Plumbline-Trouble: status=503@0.5' …    trouble, for one request in two

Trouble is one or more of these, with \`;\` between them and \`@probability\` behind each:
  latency=200ms..800ms  also normal(300ms,50ms), lognormal(300ms,0.5), percentiles(50:100ms,95:400ms)
  status=503            also status=undeclared
  reset                 the connection is reset
  truncate=50%          the connection ends within the body
  slow=3s               the body takes its time
  invalid               the body breaks its schema; also invalid=required
  after=3; times=2      leaves three requests alone, then meets two

A command that is run beside the mock finds its address in the variable PLUMBLINE_MOCK_URL.

Examples:
  plumbline mock
  plumbline mock api.yaml --port 0 --run 'npx playwright test'
  plumbline mock api.yaml --port 8080 --control --trouble 'latency=200ms..800ms'
  plumbline mock api.yaml --upstream http://127.0.0.1:3000 --verdicts verdicts.json --fail-on-violations

${limitsHelp}`;

function stateOptions(): readonly Option[] {
  return [
    new Option('--no-state', 'remember nothing: answer examples or made values'),
    new Option('--no-scopes', 'let callers do what their scopes do not allow'),
    new Option('--no-rate-limit', 'count no requests'),
    new Option('--no-idempotency', 'keep no answers for idempotency keys'),
    new Option('--no-paging', 'answer lists whole'),
  ].map((option) => option.helpGroup('What it remembers:'));
}

function upstreamOptions(): readonly Option[] {
  return [
    new Option('--upstream <url>', 'a real server that answers; both directions are checked'),
    new Option('--upstream-for <operations>', 'the operations that it answers (default: all)').argParser(
      toList,
    ),
    new Option('--verdicts <file>', 'what the exchanges proved, written at the end'),
    new Option('--har <file>', 'the exchanges as an HTTP archive without secrets, written at the end'),
    new Option('--fail-on-violations', 'end with exit code 1 when a server broke the description'),
  ].map((option) => option.helpGroup('A real server:'));
}

type MockFlags = Pick<
  MockConfig,
  'host' | 'port' | 'dynamic' | 'seed' | 'ignoreExamples' | 'errors' | 'control'
> & {
  readonly [Name in
    | 'validateRequest'
    | 'security'
    | 'cors'
    | 'state'
    | 'scopes'
    | 'rateLimit'
    | 'idempotency'
    | 'paging']?: boolean;
} & { readonly trouble?: string; readonly upstream?: string; readonly upstreamFor?: readonly string[] };

function mockOptions(flags: MockFlags, config: MockConfig = {}): MockConfig {
  const { host, port, dynamic, seed, ignoreExamples, errors, control, trouble } = flags;
  const upstream = upstreamOf(flags, config);
  return {
    ...config,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(dynamic === undefined ? {} : { dynamic }),
    ...(seed === undefined ? {} : { seed }),
    ...(ignoreExamples === undefined ? {} : { ignoreExamples }),
    ...(errors === undefined ? {} : { errors }),
    ...(control === undefined ? {} : { control }),
    ...(trouble === undefined ? {} : { trouble: { ...config.trouble, plan: trouble } }),
    ...(upstream === undefined ? {} : { upstream }),
    ...switchedOff(flags, ['validateRequest', 'security', 'cors', 'state']),
    behaviours: {
      ...config.behaviours,
      ...switchedOff(flags, ['scopes', 'rateLimit', 'idempotency', 'paging']),
    },
  };
}

/** A `--no-…` flag that is not given is `true`, and leaves the word to the configuration. */
function switchedOff<Name extends keyof MockFlags>(
  flags: MockFlags,
  names: readonly Name[],
): Partial<Record<Name, false>> {
  const off = names.filter((name) => flags[name] === false).map((name) => [name, false]);
  return Object.fromEntries(off);
}

function upstreamOf(
  { upstream, upstreamFor }: MockFlags,
  config: MockConfig,
): MockConfig['upstream'] | undefined {
  const url = upstream ?? config.upstream?.url;
  if (url === undefined) {
    if (upstreamFor === undefined) return undefined;
    throw new CommandFailure(exitCode.usage, '--upstream-for needs --upstream with the URL of the server.');
  }
  return { ...config.upstream, url, ...(upstreamFor === undefined ? {} : { operations: upstreamFor }) };
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
