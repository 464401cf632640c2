import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const fixtures: string = fileURLToPath(new URL('fixtures/', import.meta.url));

/** The file that Node runs for the command line. */
export const main: string = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  /** @default the folder of fixtures */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that runs. */
export interface Running {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has printed so far. */
  readonly printed: { stdout: string; stderr: string };
  /** Waits until it has printed what the pattern wants. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

export function start(args: readonly string[], options: CommandOptions = {}): Running {
  // Nothing of the machine that runs the tests decides what is printed.
  const { CI, FORCE_COLOR, PLUMBLINE_TOKEN, ...env } = process.env;
  const child = spawn(process.execPath, [main, ...args], {
    cwd: options.cwd ?? fixtures,
    env: { ...env, NO_COLOR: '1', ...options.env },
  });
  const printed = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  const keep = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    printed[stream] += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', keep('stdout'));
  child.stderr.on('data', keep('stderr'));
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code) => resolve({ code, ...printed }));
  });
  const says = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(printed.stdout + printed.stderr);
        if (found !== null) resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(({ code }) => reject(new Error(`It ended with ${code}: ${printed.stderr}`)));
    });
  return { process: child, ended, printed, says };
}

/** Runs a command to its end. */
export function plumbline(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return start(args, options).ended;
}

/** A command line, what it printed where, and its exit code, as a person would note it down. */
export async function transcript(args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { code, stdout, stderr } = await plumbline(args, options);
  const cwd = options.cwd ?? fixtures;
  const text = [
    `$ plumbline ${args.join(' ')}`,
    stdout,
    '--- standard error',
    stderr,
    `--- exit ${code}`,
  ].join('\n');
  return text.replaceAll(cwd.replace(/\/$/, ''), '.').replaceAll(/\n{3,}/g, '\n\n');
}

const folders: string[] = [];

/** An empty folder that is gone after the tests. */
export async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'plumbline-cli-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});
