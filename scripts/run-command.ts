import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root: string = dirname(dirname(fileURLToPath(import.meta.url)));

/** How a finished command went: its exit code and all it printed, in order. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** Runs a command from the repository's root and keeps what it prints. Never throws for a failing command. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>;
    readonly onOutput?: (text: string) => void;
    /** It is ended after this time, in milliseconds. @default never */
    readonly timeout?: number;
  } = {},
): Promise<CommandResult> {
  const started = performance.now();
  return new Promise((resolve) => {
    const { env, timeout } = options;
    const settings = { cwd: root, env: { ...process.env, ...env } };
    const child = spawn(command, args, timeout === undefined ? settings : { ...settings, timeout });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
      options.onOutput?.(chunk.toString());
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    const finish = (code: number): void =>
      resolve({ code, output, seconds: (performance.now() - started) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** The path of a command that npm installed. */
export function installedCommand(name: string): string {
  return join(root, 'node_modules', '.bin', name);
}
