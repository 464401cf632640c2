/**
 * Takes the step types over from the description, so that the catalogue cannot say anything else than
 * what bodies are checked against. With `--check` nothing is written and a stale file is an error.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { readDescribedSteps, toText } from './described-steps.ts';

const file = new URL('../src/domain/step-catalogue/generated/described-steps.json', import.meta.url);
const text = toText(await readDescribedSteps());
if (!process.argv.includes('--check')) {
  await writeFile(file, text);
} else if ((await readFile(file, 'utf8')) !== text) {
  process.stdout.write('apps/api: the step catalogue is not as spec/ says; run `npm run generate`\n');
  process.exitCode = 1;
}
