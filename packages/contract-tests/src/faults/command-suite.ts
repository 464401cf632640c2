import { spawn } from 'node:child_process';
import type { FaultProxy } from './fault-proxy.ts';
import type { MutationSuite } from './mutation-suite.ts';

export interface CommandSuiteOptions {
  /** The program and its arguments; `{target}` in an argument stands for the proxy's URL. No shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Where the command finds the server. */
  readonly proxy: FaultProxy;
  /**
   * Milliseconds after which the command is ended; then it counts as failed.
   *
   * @default 600_000
   */
  readonly timeoutMs?: number;
  /** Gets what the command prints. */
  readonly onOutput?: (text: string) => void;
}

/** The variable of the environment with the URL of the server under test. */
export const targetVariable = 'PLUMBLINE_TARGET';

/**
 * Any command as the suite under test: it finds the URL of the server in `PLUMBLINE_TARGET`, and fails when it exits with
 * another code than 0.
 */
export function createCommandSuite({
  command: [program, ...args],
  proxy,
  timeoutMs = 600_000,
  onOutput,
}: CommandSuiteOptions): MutationSuite {
  return async ({ target }) => {
    proxy.serve(target.fetch);
    const code = await run({
      program,
      args: args.map((argument) => argument.replaceAll('{target}', proxy.url)),
      url: proxy.url,
      timeoutMs,
      ...(onOutput ? { onOutput } : {}),
    });
    return code === 0 ? [] : [{}];
  };
}

interface Execution {
  readonly program: string;
  readonly args: readonly string[];
  readonly url: string;
  readonly timeoutMs: number;
  readonly onOutput?: (text: string) => void;
}

/** The exit code; undefined when the command was ended by a signal. @throws Error when it cannot be started */
function run({ program, args, url, timeoutMs, onOutput }: Execution): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, [targetVariable]: url },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // A group of its own, so that what the command starts ends with it.
    });
    const timer = setTimeout(() => endGroup(child.pid), timeoutMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => onOutput?.(text));
    }
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(new Error(`\`${program}\` could not be started: ${error.message}`, { cause: error }));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      resolve(code ?? undefined);
    });
  });
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
