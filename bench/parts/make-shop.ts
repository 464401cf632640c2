import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { measureCommand } from '../measure/command.ts';
import { benchFolder } from '../measure/usage.ts';
import { shopFile } from '../servers/shop-description.ts';
import { plumblineFile } from './plumbline-command.ts';

/** What the servers need of the benchmark's description, made by the Plumbline of today. */
export interface Shop {
  /** The URL of the generated server interface. */
  readonly contract: string;
  /** The description as one JSON file. */
  readonly bundle: string;
}

export async function makeShop(): Promise<Shop> {
  const folder = join(benchFolder, '.made/shop');
  const bundle = join(benchFolder, '.made/shop.json');
  const commands = [
    ['generate', shopFile, '--out', folder],
    ['bundle', shopFile, '--format', 'json', '--out', bundle],
  ];
  for (const args of commands) {
    await measureCommand({ name: `plumbline ${args[0]}`, file: plumblineFile, args });
  }
  return { contract: pathToFileURL(join(folder, 'server.ts')).href, bundle };
}
