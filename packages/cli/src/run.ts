import { createProgram } from './program.ts';
import { reportError } from './report-error.ts';

/** Runs one command line and sets the exit code; never shows a stack trace unless `--debug` asks for it. */
export async function run(argv: readonly string[]): Promise<void> {
  process.stdout.on('error', endWithReader);
  const program = createProgram((code) => {
    process.exitCode = code;
  });
  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = reportError(error, argv.includes('--debug'));
  }
}

/** Whoever reads the output may have enough of it, as `head` does. */
function endWithReader(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit();
  throw error;
}
