import { installedCommand, runCommand } from './run-command.ts';

/** The quick gates: format and lint, import directions, types. */
const gates: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ['format and lint', installedCommand('biome'), 'ci', '.'],
  [
    'import directions',
    installedCommand('depcruise'),
    '--config',
    '.dependency-cruiser.mjs',
    'packages',
    'apps',
  ],
  ['types', installedCommand('turbo'), 'run', 'check', '--output-logs=errors-only', '--continue'],
  ['types of the scripts', installedCommand('tsgo'), '--noEmit', '-p', 'scripts'],
  ['types of the benchmark', installedCommand('tsgo'), '--noEmit', '-p', 'bench/tsconfig.check.json'],
];

let failed = false;
for (const [name, command, ...args] of gates) {
  const result = await runCommand(command, args);
  process.stdout.write(`${name}: ${result.code === 0 ? 'ok' : 'FAILED'}, ${result.seconds.toFixed(1)} s\n`);
  if (result.code !== 0) process.stdout.write(`${result.output}\n`);
  failed ||= result.code !== 0;
}
process.exit(failed ? 1 : 0);
