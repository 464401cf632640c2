import { parseArgs } from 'node:util';
import { runBenchCommand } from '../command-line.ts';
import { describeMachine } from '../machine.ts';
import { zippedSize } from '../measure/bundled-size.ts';
import type { Contestant } from './case.ts';
import { cases } from './cases.ts';
import { loadHeyApi } from './clients/hey-api.ts';
import { openapiFetch } from './clients/openapi-fetch.ts';
import { loadOrval } from './clients/orval.ts';
import { plumbline } from './clients/plumbline.ts';
import { loadRedocly } from './clients/redocly.ts';
import { generateClients } from './generated-clients.ts';
import { addedLatency } from './latency.ts';
import { runCases, type Verdict } from './run-cases.ts';

const help = `Usage: npm run bench:client [-- --failures]

Holds HTTP clients against one suite of cases, on the machine's own time: retries, waits, bodies, timeouts, giving
up, idempotency keys, tokens, pacing, paging. Prints how many each passes.
  --failures  also prints which cases a client does not pass, and why
`;

const notes = `Each client is set up as its documentation shows it, without code that adds what it lacks, but for a token that is
kept until it expires. Bytes are those of what a page imports for all of this, bundled by rolldown; Plumbline's are with
retries, pacing, credentials and paging. Microseconds are what one GET takes longer than with \`fetch\`, with the same
set-up.
`;

interface Options {
  readonly failures: boolean;
}

/** @returns the exit code: 0 when Plumbline passes all cases, 1 when not, 3 for bad flags */
export const main = (argv: readonly string[]): Promise<number> =>
  runBenchCommand({ help, readOptions, run }, argv);

function readOptions(argv: readonly string[]): Options | undefined {
  const { values } = parseArgs({
    args: [...argv],
    options: { failures: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  return values.help ? undefined : { failures: values.failures };
}

async function run({ failures }: Options): Promise<number> {
  await generateClients();
  const own = plumbline();
  const contestants = [
    own,
    await loadRedocly(),
    await loadKy(),
    await loadHeyApi(),
    openapiFetch,
    await loadOrval(),
  ];
  const groups = [...new Set(cases.map(({ group }) => group))];
  process.stdout.write(`${describeMachine(import.meta.dirname)}\n${line(['', ...groups, 'all'])}`);
  let isComplete = true;
  for (const contestant of contestants) {
    const verdicts = await runCases(contestant, cases);
    process.stdout.write(
      line([contestant.name, ...groups.map((group) => passed(verdicts, group)), passed(verdicts)]),
    );
    if (failures) process.stdout.write(listFailures(verdicts));
    if (contestant === own) isComplete = verdicts.every(({ failure }) => failure === undefined);
  }
  process.stdout.write(`\n${line(['', 'bytes, gzip', 'µs added'])}`);
  const latency = await addedLatency(contestants);
  for (const { name, imports } of contestants) {
    const bytes = (await zippedSize(imports)).toLocaleString('en');
    process.stdout.write(line([name, bytes, latency.get(name)?.toFixed(0) ?? '']));
  }
  process.stdout.write(`\n${notes}`);
  return isComplete ? 0 : 1;
}

/** By its URL: the compiler need not know ky, which may not have been there when it ran. */
async function loadKy(): Promise<Contestant> {
  const { kyClient }: { kyClient: Contestant } = await import(
    new URL('./clients/ky.ts', import.meta.url).href
  );
  return kyClient;
}

/** `7/9`, of one group or of all. */
function passed(verdicts: readonly Verdict[], group?: string): string {
  const counted = verdicts.filter((verdict) => group === undefined || verdict.group === group);
  return `${counted.filter(({ failure }) => failure === undefined).length}/${counted.length}`;
}

const listFailures = (verdicts: readonly Verdict[]): string =>
  verdicts
    .filter(({ failure }) => failure !== undefined)
    .map(({ group, name, failure }) => `    ${group}: ${name}\n      ${failure}\n`)
    .join('');

const line = ([first = '', ...cells]: readonly string[]): string =>
  `${first.padEnd(20)}${cells.map((cell) => cell.padStart(13)).join('')}\n`;
