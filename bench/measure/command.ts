import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MeasurementFailed } from './measurement-failed.ts';
import { reportingArguments, rootFolder, type Usage } from './usage.ts';

export interface NodeCommand {
  readonly name: string;
  readonly file: string;
  readonly args: readonly string[];
  /** @default the repository's root */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that mean the work was done. @default [0] */
  readonly done?: readonly number[];
}

export interface CommandSample {
  /** User and system time of all processes of the command, from start to exit. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
}

/**
 * Runs a command as a process of its own and measures all of it, its start included.
 * @throws {MeasurementFailed} when it ends otherwise than it should
 */
export async function measureCommand(command: NodeCommand): Promise<CommandSample> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  const usageFile = join(folder, 'usage.jsonl');
  try {
    const started = performance.now();
    const { code, stdout, stderr } = await run(command, usageFile);
    const wallSeconds = (performance.now() - started) / 1000;
    if (!(command.done ?? [0]).includes(code)) {
      throw new MeasurementFailed(`${command.name} ended with ${code}:\n${(stderr || stdout).slice(-2_000)}`);
    }
    const usages = readUsages(usageFile);
    return {
      cpuSeconds: usages.reduce((sum, { cpuMicroseconds }) => sum + cpuMicroseconds, 0) / 1e6,
      wallSeconds,
      peakMegabytes: Math.max(...usages.map(({ peakKilobytes }) => peakKilobytes)) / 1024,
      stdout,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function run(
  command: NodeCommand,
  usageFile: string,
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...reportingArguments, command.file, ...command.args], {
      cwd: command.cwd ?? rootFolder,
      env: { ...process.env, NO_COLOR: '1', ...command.env, PLUMBLINE_BENCH_USAGE: usageFile },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({
        code: code ?? 1,
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString(),
      }),
    );
  });
}

/** One line for each process that the command was made of. */
function readUsages(file: string): readonly Usage[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Usage); // written by usage-reporter.mjs
}
