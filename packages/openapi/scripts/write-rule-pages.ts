/** Writes the pages of the rules anew: `npm run rule-pages`. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rulePages } from '../src/rules/rule-pages.ts';

const folder = fileURLToPath(new URL('../docs/rules/', import.meta.url));
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
for (const [name, text] of rulePages()) await writeFile(`${folder}${name}`, text);
