import { CommanderError } from 'commander';
import { CommandFailure, exitCode } from './exit-code.ts';
import { createProgram } from './program.ts';
import { say } from './terminal.ts';

/** Runs one command line and sets the exit code; never shows a stack trace unless `--debug` asks for it. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = createProgram((code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = report(error, argv.includes('--debug'));
  }
}

function report(error: unknown, debug: boolean): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (error instanceof CommandFailure) {
    say(error.message);
    return error.code;
  }
  const message = error instanceof Error ? error.message : String(error);
  say(`Plumbline has a defect: ${message}`);
  say(
    debug && error instanceof Error
      ? (error.stack ?? '')
      : 'Run the command again with --debug and report what it prints.',
  );
  return exitCode.defect;
}
