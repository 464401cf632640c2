import { explainStop } from '@checkview/api';
import type { Report } from '@plumbline/contract-tests';
import { buildDocs, generateContract, lintDescription } from './start/made-from-description.ts';
import { proveApi } from './start/prove.ts';
import { type Serving, serveAll } from './start/serve.ts';
import { Stages } from './start/stage.ts';
import { Stop } from './start/stop.ts';

/** The main job: one description in, everything that hangs from it out, the API proven against it. */
async function main(): Promise<void> {
  process.stdout.write('Plumbline: one description drives the whole line\n');
  const stages = new Stages();
  await stages.run('generate', generateContract);
  await stages.run('lint', lintDescription);
  await stages.run('docs', buildDocs);
  const serving = await stages.run('serve', serveAll);
  const { report } = await stages.run('prove', () =>
    proveApi(serving.model, serving.database, showOperation),
  );
  process.stdout.write(summary(serving, report, stages));
  if (process.argv.includes('--exit')) {
    await serving.stop();
    process.exit(report.ok ? 0 : 1);
  }
  await stopped();
  process.stdout.write('\nStopping …\n');
  await serving.stop();
  process.exit(0);
}

function showOperation(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\u001b[2K  prove     ${text}\r`);
}

function summary(serving: Serving, report: Report, stages: Stages): string {
  const { api, mock, docs, site, demo } = serving;
  const seconds = stages.finished.reduce((sum, stage) => sum + stage.seconds, 0);
  const failures = report.ok
    ? []
    : ['', '  The contract is broken: npx plumbline test shows each violation.'];
  return [
    '',
    `  API    ${api}   ${serving.real} operations real, ${serving.mocked} answered by the mock`,
    `  Mock   ${mock}   all ${serving.real + serving.mocked} operations, with state; page at /__plumbline/`,
    `  Docs   ${docs}`,
    `  Site   ${site}   a small WordPress site to add as a website`,
    `  Token  ${demo.token}   (${demo.organization}, ${demo.admin}; shown once)`,
    ...failures,
    '',
    `  Try    curl -H 'Authorization: Bearer ${demo.token}' ${api}/api/v1/organizations/me`,
    '',
    `Ready in ${seconds.toFixed(1)} s. Ctrl-C stops.`,
    '',
  ].join('\n');
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Stop ? error.message : explainStop(error)}\n`);
  process.exit(2);
}
