import { Command } from 'commander';
import { addBundle } from './command-line/bundle.ts';
import { addCompletion } from './command-line/completion.ts';
import { addDocs } from './command-line/docs.ts';
import { addGenerate } from './command-line/generate.ts';
import { addGraph } from './command-line/graph.ts';
import { addInit } from './command-line/init.ts';
import { addLint } from './command-line/lint.ts';
import { addMock } from './command-line/mock.ts';
import { addMutate } from './command-line/mutate.ts';
import { addOperations } from './command-line/operations.ts';
import { addPlan } from './command-line/plan.ts';
import { addReport } from './command-line/report.ts';
import type { Session } from './command-line/session.ts';
import { addTest } from './command-line/test.ts';
import { loadConfig } from './config/load-config.ts';
import { version } from './version.ts';

/** The command line of Plumbline. Each command's code is loaded when it runs, so that help is quick. */
export function createProgram(finish: (code: number) => void): Command {
  const program = new Command('plumbline')
    .description(
      'Everything that hangs from one OpenAPI description: lint, bundle, types, client, server, mock, tests, docs.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--config <file>', 'the configuration (default: plumbline.config.ts of this folder)')
    .option('--debug', 'show where a defect of Plumbline came from')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('Run with --help for what it takes.')
    .addHelpText('after', epilogue)
    .exitOverride();
  const session: Session = { config: () => loadConfig(program.opts().config), finish };
  for (const add of [
    addLint,
    addBundle,
    addGenerate,
    addMock,
    addPlan,
    addGraph,
    addOperations,
    addTest,
    addReport,
    addMutate,
    addDocs,
    addInit,
    addCompletion,
  ])
    add(program, session);
  for (const command of program.commands) command.helpOption('-h, --help', 'print this help');
  return program;
}

const epilogue = `
Exit codes: 0 done, 1 findings, 2 could not read or use something, 3 wrong usage, 70 a defect of Plumbline,
130 ended by Ctrl-C.
Results go to standard output, talk to standard error. NO_COLOR and FORCE_COLOR are honoured.`;
