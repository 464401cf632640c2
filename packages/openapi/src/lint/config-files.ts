import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const redoclyFiles: readonly string[] = ['redocly.yaml'];
export const spectralFiles: readonly string[] = ['.yaml', '.yml', '.json', '.js', '.mjs', '.cjs'].map(
  (extension) => `.spectral${extension}`,
);

/**
 * The configuration that was named, or the first of `names` in the folder. Configurations bring code
 * (plugins, functions), so the folder is the user's own and never the description's.
 */
export function configFile(
  chosen: string | false | undefined,
  { folder, names }: { folder: string | undefined; names: readonly string[] },
): string | undefined {
  if (chosen === false) return undefined;
  if (chosen !== undefined) return resolve(folder ?? '.', chosen);
  if (folder === undefined) return undefined;
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}
