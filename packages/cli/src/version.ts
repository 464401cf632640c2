import { readFileSync } from 'node:fs';

/** The version in the package's own package.json, one folder above this file in source and when published. */
const manifest: { version: string } = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
);

export const version: string = manifest.version;
