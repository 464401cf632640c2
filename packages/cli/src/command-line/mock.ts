import { type Command, InvalidArgumentError } from 'commander';
import type { MockConfig } from '../config/plumbline-config.ts';
import { addDescriptionCommand, findDescription, limitsHelp, readingOptions } from './description-command.ts';
import type { Session } from './session.ts';

export function addMock(program: Command, session: Session): void {
  addDescriptionCommand(program, 'mock')
    .summary('answer every operation from its examples or schemas')
    .description(
      'Answer every operation of a description from its examples, or with values made from its schemas. Requests are checked against the description. A change of the description is taken over at once.',
    )
    .option('-p, --port <number>', '0 takes any free port (default: 4010)', toPort)
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)')
    .option('-d, --dynamic', 'made values, also where there are examples')
    .option('--seed <seed>', 'the same made values at each start')
    .option('--ignore-examples', 'bodies from schemas, the same each time')
    .option('--errors', 'answer 500 where a responder breaks the description')
    .option('--no-validate-request', 'accept requests that are not as described')
    .option('--no-security', 'ask for no credentials')
    .option('--no-cors', 'send no CORS headers')
    .option('--no-watch', 'leave changes of the description alone')
    .option('-q, --quiet', 'print no line for each request', false)
    .addHelpText(
      'after',
      `
A request chooses its answer:
  curl -H 'Prefer: code=404' …                     the answer of a status
  curl -H 'Prefer: example=empty' …                a named example
  curl -H 'Prefer: dynamic=true' …                 made values

Examples:
  plumbline mock
  plumbline mock api.yaml --port 8080 --dynamic --seed 7

${limitsHelp}`,
    )
    .action(async (named: string | undefined, flags) => {
      const config = await session.config();
      const { mock } = await import('../commands/mock.ts');
      session.finish(
        await mock(findDescription(named, config), {
          ...readingOptions(flags, config),
          mock: mockOptions(flags, config.mock),
          watch: flags.watch,
          quiet: flags.quiet,
        }),
      );
    });
}

type MockFlags = Pick<
  MockConfig,
  'host' | 'port' | 'dynamic' | 'seed' | 'ignoreExamples' | 'errors' | 'validateRequest' | 'security' | 'cors'
>;

function mockOptions(flags: MockFlags, config: MockConfig = {}): MockConfig {
  const { host, port, dynamic, seed, ignoreExamples, errors } = flags;
  return {
    ...config,
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(dynamic === undefined ? {} : { dynamic }),
    ...(seed === undefined ? {} : { seed }),
    ...(ignoreExamples === undefined ? {} : { ignoreExamples }),
    ...(errors === undefined ? {} : { errors }),
    // A `--no-…` flag that is not given is `true`, and leaves the word to the configuration.
    ...(flags.validateRequest === false ? { validateRequest: false } : {}),
    ...(flags.security === false ? { security: false } : {}),
    ...(flags.cors === false ? { cors: false } : {}),
  };
}

function toPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}
