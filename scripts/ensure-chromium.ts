import { existsSync } from 'node:fs';
import { runCommand } from './run-command.ts';

/** Where Debian and its relatives put Chromium. `CHROMIUM_PATH` names another one. */
const candidates = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium that browser tests use, if there is one. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  return [...(named ? [named] : []), ...candidates].find((path) => existsSync(path));
}

/**
 * Makes sure that the browser tests find a Chromium: installs Debian's package where that is
 * possible, and otherwise stops with what to install.
 */
export async function ensureChromium(): Promise<void> {
  if (findChromium()) return;
  if (existsSync('/usr/bin/apt-get') && process.getuid?.() === 0) {
    process.stdout.write('installing Chromium for the browser tests (Debian package, about a minute) …\n');
    await runCommand('apt-get', ['update', '-qq']);
    const result = await runCommand(
      'apt-get',
      ['install', '-y', '-qq', '--no-install-recommends', 'chromium'],
      {
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      },
    );
    if (findChromium()) return;
    process.stderr.write(`${result.output.split('\n').slice(-5).join('\n')}\n`);
  }
  process.stderr.write(
    'The browser tests need Chromium: install it (Debian, Ubuntu: `sudo apt-get install chromium`) or set CHROMIUM_PATH to its executable, and run the command again.\n',
  );
  process.exit(2);
}
