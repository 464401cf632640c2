import { globSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureChromium } from './ensure-chromium.ts';
import { installedCommand, root, runCommand } from './run-command.ts';

/** One gate of `npm test`: counts as one test unless it reports a count of its own. */
interface Stage {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Vitest reports that the stage writes, relative to the root. */
  readonly reports?: string;
}

interface Tally {
  passed: number;
  failed: number;
}

const reportFiles = '{packages,apps}/*/reports/vitest.json';
const turbo = (task: string): readonly string[] => [
  'run',
  task,
  '--output-logs=errors-only',
  '--log-order=grouped',
  '--continue',
];

const stages: readonly Stage[] = [
  { name: 'lockfile', command: 'npm', args: ['ci', '--dry-run', '--loglevel=error'] },
  { name: 'format and lint', command: installedCommand('biome'), args: ['ci', '.'] },
  {
    name: 'import directions',
    command: installedCommand('depcruise'),
    args: ['--config', '.dependency-cruiser.mjs', 'packages', 'apps'],
  },
  { name: 'types', command: installedCommand('turbo'), args: turbo('check') },
  { name: 'types of the scripts', command: installedCommand('tsgo'), args: ['--noEmit', '-p', 'scripts'] },
  {
    name: 'types of the benchmark',
    command: installedCommand('tsgo'),
    args: ['--noEmit', '-p', 'bench/tsconfig.check.json'],
  },
  {
    name: 'generated code is fresh',
    command: process.execPath,
    args: ['scripts/generate.ts', '--check'],
  },
  { name: 'tests', command: installedCommand('turbo'), args: turbo('test'), reports: reportFiles },
  { name: 'README', command: process.execPath, args: ['scripts/check-readme.ts'] },
];

/** What is read of a report of vitest. */
interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly success: boolean;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

/**
 * The counts of every package's vitest report, or undefined where none was written. Failures are printed from
 * here too: a database that is stopped at the exit of a package's tests can turn its exit code to 0.
 */
function readReports(pattern: string): Tally | undefined {
  const files = globSync(pattern, { cwd: root });
  if (files.length === 0) return undefined;
  const tally = { passed: 0, failed: 0 };
  for (const file of files) {
    const report: VitestReport = JSON.parse(readFileSync(join(root, file), 'utf8'));
    tally.passed += report.numPassedTests;
    // A file that does not load has no failed test.
    tally.failed += report.success ? 0 : Math.max(1, report.numFailedTests);
    if (!report.success) process.stdout.write(listFailures(report));
  }
  return tally;
}

function listFailures({ testResults }: VitestReport): string {
  const broken = testResults.filter(({ status }) => status === 'failed');
  return broken
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`${name}\n  ${message}\n`];
      return failed.map((test) => `${name}\n  ${test.fullName}\n  ${test.failureMessages.join('\n  ')}\n`);
    })
    .join('');
}

async function runStage(stage: Stage): Promise<Tally> {
  process.stdout.write(`${stage.name} …\n`);
  const result = await runCommand(stage.command, stage.args);
  const succeeded = result.code === 0;
  if (!succeeded) process.stdout.write(`${result.output}\n`);
  const tally = (stage.reports && readReports(stage.reports)) || {
    passed: succeeded ? 1 : 0,
    failed: succeeded ? 0 : 1,
  };
  // A suite can break without a failed test, for example when a file does not load.
  if (!succeeded && tally.failed === 0) tally.failed = 1;
  const verdict = tally.failed === 0 ? 'ok' : 'FAILED';
  process.stdout.write(`  ${verdict}, ${tally.passed} passed, ${result.seconds.toFixed(1)} s\n`);
  return tally;
}

for (const file of globSync(reportFiles, { cwd: root })) rmSync(join(root, file));
await ensureChromium();
const total: Tally = { passed: 0, failed: 0 };
for (const stage of stages) {
  const tally = await runStage(stage);
  total.passed += tally.passed;
  total.failed += tally.failed;
}
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
