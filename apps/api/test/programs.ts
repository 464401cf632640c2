import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const source = (name: string) => fileURLToPath(new URL(`../src/${name}`, import.meta.url));
const running = new Set<ChildProcess>();

/** Ends what a failed test left running. */
export function endPrograms(): void {
  for (const child of running) child.kill('SIGKILL');
}

/** A program of this app in a process of its own. */
export interface Program {
  readonly child: ChildProcess;
  /** The first line of its output that fits, once it is there. */
  line(fits: RegExp): Promise<string>;
  readonly ended: Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>;
}

export function start(name: string, args: readonly string[], environment: Record<string, string>): Program {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [source(name), ...args], { env: { PATH, ...environment } });
  running.add(child);
  let stdout = '';
  let stderr = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const ended = new Promise<Awaited<Program['ended']>>((resolve) => {
    child.on('close', (code) => {
      running.delete(child);
      resolve({ code, stdout, stderr });
    });
  });
  const line = (fits: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = stdout.split('\n').find((text) => fits.test(text));
        if (found !== undefined) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`${name} ended with ${code}: ${stderr}`)));
    });
  return { child, line, ended };
}

/** The API on a free port, once it listens. */
export async function startApi(
  environment: Record<string, string>,
): Promise<Program & { readonly url: string }> {
  const program = start('main.ts', [], { PORT: '0', ...environment });
  const { url } = JSON.parse(await program.line(/listening/));
  return { ...program, url };
}
