import { parseArgs } from 'node:util';
import { formatReport, type Report, violations, warnings } from '../packages/contract-tests/src/index.ts';
import type { Subject } from './seeds/subject.ts';

/**
 * Runs the contract tests with random search on APIs that keep their contract, with one seed after the other, and
 * prints a line for each: `npm run test:seeds -- --seeds 20 --random 10 shelf pglite`. Every violation is a false
 * alarm, or a mistake of the API that nobody knew; then it fails.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    /** How many. */
    seeds: { type: 'string', default: '20' },
    /** The first. */
    from: { type: 'string', default: '1' },
    random: { type: 'string', default: '10' },
    /** Obligations that are left out, with `*`, so that a run is shorter: `--except '*:I.*'`. */
    except: { type: 'string', multiple: true },
  },
});

const wanted = (name: string): boolean => positionals.length === 0 || positionals.includes(name);

async function* subjects(): AsyncGenerator<Subject> {
  if (['shelf', 'studio', 'kiln'].some(wanted)) {
    const { openFixtures } = await import('./seeds/fixtures.ts');
    for (const fixture of await openFixtures()) if (wanted(fixture.name)) yield fixture;
  }
  const { openOnPglite, openOnPostgres } = await import('./seeds/checkview.ts');
  if (wanted('pglite')) yield await openOnPglite();
  if (wanted('postgres')) yield await openOnPostgres();
}

const random = Number(values.random);
const first = Number(values.from);
let runs = 0;
let alarms = 0;
for await (const subject of subjects()) {
  try {
    for (let seed = first; seed < first + Number(values.seeds); seed += 1) {
      const started = performance.now();
      const report = await subject.run({ seed, random, except: values.except ?? [] });
      runs += 1;
      alarms += tell(subject.name, report, Math.round(performance.now() - started));
    }
  } finally {
    await subject.close();
  }
}
process.stdout.write(`${runs} runs, ${alarms} alarms\n`);
process.exitCode = alarms === 0 && runs > 0 ? 0 : 1;

/** Prints the line of a run, and what it violates. Returns how many that is. */
function tell(name: string, report: Report, ms: number): number {
  const { seed, requests, counts, leftBehind, stopped } = report;
  const found = violations(report).length + warnings(report).length;
  const more = [
    ...(leftBehind.length > 0 ? [`${leftBehind.length} left behind`] : []),
    ...(stopped === undefined ? [] : [`ended early: ${stopped}`]),
  ].map((text) => `, ${text}`);
  process.stdout.write(
    `${name}  seed ${seed}: ${requests} requests, ${counts.proved} proved, ${found} alarms, ${ms} ms${more.join('')}\n`,
  );
  if (found > 0) process.stdout.write(formatReport(report, 'text'));
  return found;
}
