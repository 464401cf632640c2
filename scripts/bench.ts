import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runCommand } from './run-command.ts';

/**
 * Measures Plumbline beside its peers. They are installed on first use, outside of the workspaces: nobody
 * needs them who does not measure.
 */
const folder = join(root, 'bench');
const stamp = join(folder, 'node_modules', '.plumbline-installed');

function lockfileHash(): string {
  const lockfile = readFileSync(join(folder, 'package-lock.json'));
  return createHash('sha256').update(lockfile).digest('hex');
}

async function installPeers(): Promise<void> {
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockfileHash()) return;
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
  writeFileSync(stamp, lockfileHash());
}

await installPeers();
// By its URL: the compiler need not know the peers, which may not have been there when it ran.
const entry = new URL('../bench/main.ts', import.meta.url).href;
const { main }: { main: (argv: readonly string[]) => Promise<number> } = await import(entry);
process.exit(await main(process.argv.slice(2)));
