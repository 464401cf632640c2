import { runCommand } from './run-command.ts';

/**
 * Writes what is made from sources and committed: the contract and the catalogue of steps from `spec/`,
 * and the rule pages from the rules. With `--check` nothing is written and a stale file is an error.
 */
const check = process.argv.includes('--check') ? ['--check'] : [];

const steps: readonly (readonly string[])[] = [
  ['packages/cli/src/main.ts', 'generate', 'spec/openapi.yaml', '--out', 'packages/contract/src/generated'],
  ['packages/openapi/scripts/write-rule-pages.ts'],
  ['apps/api/scripts/write-described-steps.ts'],
];

for (const step of steps) {
  const { code, output } = await runCommand(process.execPath, [...step, ...check]);
  process.stdout.write(output);
  if (code !== 0) process.exit(code);
}
