import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface Compilation {
  /** The compiler's errors in this project's own files. */
  readonly errors: readonly string[];
  /** The names of the files it read, to know that it did. */
  readonly files: readonly string[];
}

/**
 * Compiles a project of this folder. Errors in other packages are their own checks' business: they
 * are compiled from source, and this project's flags are stricter than theirs.
 */
export function compile(project: string): Promise<Compilation> {
  const require = createRequire(import.meta.url);
  const compiler = join(dirname(require.resolve('@typescript/native-preview/package.json')), 'bin', 'tsgo');
  const root = join(import.meta.dirname, '..');
  const options = ['--noEmit', '--pretty', 'false', '--listFiles', '-p', project];
  return new Promise((done, fail) => {
    execFile(process.execPath, [compiler, ...options], { cwd: root, maxBuffer: 1e8 }, (error, stdout) => {
      // 1 and 2 say that there were errors; anything else, that the compiler did not run.
      if (error && error.code !== 1 && error.code !== 2) return fail(error);
      const lines = stdout.split('\n');
      const isError = (line: string) => /error TS\d+/.test(line);
      const errors = lines.filter((line) => isError(line) && !line.startsWith('../'));
      done({ errors, files: lines.filter((line) => line.startsWith('/') && !isError(line)) });
    });
  });
}
