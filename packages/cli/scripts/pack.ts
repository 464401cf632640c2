import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { outputFolder, published } from './published.ts';

/** Packs what `build` has made into tarballs in the output folder. */
for (const { folder } of published) {
  const printed = execFileSync('npm', ['pack', '--loglevel=error', '--pack-destination', outputFolder], {
    cwd: join(outputFolder, folder),
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  process.stdout.write(printed);
}
