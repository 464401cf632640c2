import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('./node_modules/', import.meta.url));

/** The file of a peer's command, by its path below `node_modules`. */
export const peerFile = (path: string): string => `${modules}${path}`;

export function peerVersion(name: string): string {
  const { version } = JSON.parse(readFileSync(peerFile(`${name}/package.json`), 'utf8')) as {
    version: string;
  }; // as npm demands
  return version;
}

/**
 * Runs a peer's command by this Node and waits for its end, whatever its exit code: an alarm is one.
 * @throws Error when it cannot be started or does not end within two minutes
 */
export function runPeer(script: string, args: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [peerFile(script), ...args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
      env: { ...process.env, NODE_NO_WARNINGS: '1', NO_COLOR: '1' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject);
    child.on('close', (_, signal) => {
      if (signal) reject(new Error(`${script} did not end within two minutes: ${output.slice(-500)}`));
      else resolve(output);
    });
  });
}
