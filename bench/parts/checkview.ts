import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { measureCommand } from '../measure/command.ts';
import { benchFolder, rootFolder } from '../measure/usage.ts';
import { plumblineFile } from './plumbline-command.ts';

/**
 * CheckView's description as one JSON file, for tools that read no others.
 * @returns where it lies
 */
export async function bundleCheckView(): Promise<string> {
  const folder = join(benchFolder, '.made');
  await mkdir(folder, { recursive: true });
  const bundle = join(folder, 'checkview.json');
  const source = join(rootFolder, 'spec/openapi.yaml');
  const args = ['bundle', source, '--format', 'json', '--out', bundle];
  await measureCommand({ name: 'plumbline bundle', file: plumblineFile, args });
  return bundle;
}
