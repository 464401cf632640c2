import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { CommandFailure, exitCode } from '../exit-code.ts';

/** Milliseconds. GitHub's description of 13 MB takes a tenth of it. */
const deadline = 300_000;

/**
 * Runs Redocly's `build-docs` in a folder of ours: it reads a configuration from where it runs, and there is
 * none of a description there.
 * @throws {CommandFailure} when no page comes out
 */
export async function buildRedoc(folder: string, source: string, target: string): Promise<void> {
  const args = [redocly(), 'build-docs', source, '--output', target, '--inlineBundle'];
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      REDOCLY_TELEMETRY: 'off',
      REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true',
    },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: deadline,
  });
  let talk = '';
  child.stderr.on('data', (chunk: Buffer) => {
    talk += chunk.toString();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.on('error', reject);
  child.on('close', (code) => (code === 0 ? resolve() : reject(cannotBuild(talk))));
  return promise;
}

function redocly(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@redocly/cli/package.json')), 'bin', 'cli.js');
}

function cannotBuild(talk: string): CommandFailure {
  const reason = talk.trim().split('\n').slice(-5).join('\n');
  return new CommandFailure(
    exitCode.unreadable,
    `Redocly could not build the reference:\n${reason}\nRun \`plumbline lint\` to see what is wrong with the description.`,
  );
}
