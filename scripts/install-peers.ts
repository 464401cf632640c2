import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from './run-command.ts';

/**
 * Installs what a folder measures against, on first use and when its lockfile changed. It is outside of the
 * workspaces: nobody needs it who does not measure. Ends the process with exit code 2 where it cannot.
 */
export async function installPeers(folder: string): Promise<void> {
  const stamp = join(folder, 'node_modules', '.plumbline-installed');
  const lockfileHash = createHash('sha256')
    .update(readFileSync(join(folder, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash) return;
  process.stderr.write('Installing what is measured against (once, about a minute) …\n');
  const ci = ['ci', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // The npm that runs this script, by the project's Node: some peers refuse to be installed by an older one.
  const npm = process.env.npm_execpath;
  const { code, output } = npm
    ? await runCommand(process.execPath, [npm, ...ci])
    : await runCommand('npm', ci);
  if (code !== 0) {
    process.stderr.write(`They cannot be installed; is the npm registry reachable?\n${output.trim()}\n`);
    process.exit(2);
  }
  writeFileSync(stamp, lockfileHash);
}
