import { CommanderError } from 'commander';
import { CommandFailure, exitCode } from './exit-code.ts';
import { say } from './terminal.ts';

/** Says what ended a command. @returns the exit code */
export function reportError(error: unknown, debug: boolean): number {
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
