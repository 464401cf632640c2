import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandSample, measureCommand, type NodeCommand } from '../measure/command.ts';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import { benchFolder, rootFolder } from '../measure/usage.ts';
import type { Effort } from '../options.ts';
import type { Section } from '../report.ts';
import { githubFile } from './github.ts';
import { peerFile, plumblineFile } from './plumbline-command.ts';
import { githubCalls } from './types-calls.ts';
import { compileStrictly, compileWithTsgo, type TsgoSample } from './types-tsgo.ts';

/** A client of GitHub's API whose types are compiled, with calls and without any. */
interface Subject {
  readonly name: string;
  readonly without: Project;
  readonly calls: Project;
}

interface Project extends NodeCommand {
  /** Its `tsconfig.json`. */
  readonly config: string;
}

const folder = join(benchFolder, '.made', 'types');
const callCount = 20;
const baseUrl = "{ baseUrl: 'https://api.github.com' }";

const heads: readonly { readonly name: string; readonly text: string }[] = [
  {
    name: 'Plumbline, generated client',
    text: `import { createClient } from './generated/client.ts';\nexport const client = createClient(${baseUrl});\n`,
  },
  {
    name: 'Plumbline, createClient<paths>',
    text: [
      "import { createClient } from '@plumbline/runtime/client';\nimport type { paths } from './generated/types.ts';\n",
      `export const client = createClient<paths>(${baseUrl});\n`,
    ].join(''),
  },
  {
    name: 'openapi-fetch + openapi-typescript',
    text: [
      "import createClient from 'openapi-fetch';\nimport type { paths } from './openapi-typescript.ts';\n",
      `export const client = createClient<paths>(${baseUrl});\n`,
    ].join(''),
  },
];

/** What the types of a client cost the compiler: 20 calls on GitHub's description, beside openapi-fetch's. */
export async function* measureTypes(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  say('Types: generating both');
  mkdirSync(folder, { recursive: true });
  await generate('generated');
  await generate('exact', '--int64', 'bigint', '--enums', 'open');
  await measureCommand({
    name: 'openapi-typescript',
    file: peerFile('openapi-typescript/bin/cli.js'),
    args: [githubFile, '--output', join(folder, 'openapi-typescript.ts')],
  });
  const subjects = heads.map(
    ({ name, text }, index): Subject => ({
      name,
      without: project(`${index}-without`, name, text),
      calls: project(`${index}-calls`, name, `${text}${githubCalls}`),
    }),
  );
  const commands = subjects.flatMap(({ without, calls }) => [without, calls]);
  const samples = await measureInRounds(commands, effort.commandRounds, measureCommand, (round) =>
    say(`Types: round ${round + 1} of ${effort.commandRounds}`),
  );
  yield toSection(subjects, (command) => samples.get(command) ?? [], effort.commandRounds);
  yield await measureTsgo(subjects, effort.commandRounds, say);
}

async function generate(out: string, ...flags: readonly string[]): Promise<void> {
  await measureCommand({
    name: 'plumbline generate',
    file: plumblineFile,
    // On a machine that is busy otherwise, thirteen megabytes may take their time.
    args: ['generate', githubFile, '--out', join(folder, out), '--limit', 'milliseconds=120000', ...flags],
  });
}

const published = (entry: string): string[] => [
  join(rootFolder, 'packages/cli/dist/bench/runtime/dist', `${entry}.d.ts`),
];

/** As they are published: the declarations, not the sources. */
const paths = {
  '@plumbline/runtime/client': published('client'),
  '@plumbline/runtime/server': published('server'),
  '@plumbline/runtime/contract': published('contract'),
  '@plumbline/runtime/checks': published('checks'),
};

/** The same programs by tsgo, and all that is generated under its strictest flags. */
async function measureTsgo(
  subjects: readonly Subject[],
  rounds: number,
  say: (text: string) => void,
): Promise<Section> {
  say('Types: everything that is generated, under the strictest flags');
  const strict = await compileStrictly(folder, { generated: 'generated', paths });
  const exact = await compileStrictly(folder, { generated: 'exact', paths });
  const configs = subjects.flatMap(({ without, calls }) => [without.config, calls.config]);
  const samples = await measureInRounds(configs, rounds, compileWithTsgo, (round) =>
    say(`Types: tsgo, round ${round + 1} of ${rounds}`),
  );
  const figure = ({ config }: Project, name: keyof TsgoSample) =>
    medianOf((samples.get(config) ?? []).map((sample) => sample[name]));
  return {
    title: 'Types: the same by tsgo, and all of it under the strictest flags',
    method: [
      `tsgo ${rounds} times each, medians, by the compiler's own clock.`,
      'Checked: the whole folders compile without an error under strict, exactOptionalPropertyTypes,',
      'noUncheckedIndexedAccess, verbatimModuleSyntax, isolatedDeclarations and nine flags more.',
    ],
    figures: {
      head: ['', 'seconds', 'without calls', 'instantiations a call', 'MB'],
      rows: [
        ...subjects.map(({ name, without, calls }) => [
          name,
          figure(calls, 'seconds').toFixed(2),
          figure(without, 'seconds').toFixed(2),
          ((figure(calls, 'instantiations') - figure(without, 'instantiations')) / callCount).toFixed(0),
          figure(calls, 'megabytes').toFixed(0),
        ]),
        strictRow('the whole folder', strict),
        strictRow('the whole folder, --int64 bigint --enums open', exact),
      ],
    },
    ratios: [],
  };
}

const strictRow = (name: string, { seconds, megabytes }: TsgoSample): readonly string[] => [
  name,
  seconds.toFixed(2),
  '',
  '',
  megabytes.toFixed(0),
];

/** Writes the program and its project; the compiler ends with 0 only when all of it is well typed. */
function project(file: string, name: string, text: string): Project {
  writeFileSync(join(folder, `${file}.ts`), text);
  const config = {
    compilerOptions: {
      ...{ noEmit: true, strict: true, skipLibCheck: true, allowImportingTsExtensions: true, types: [] },
      ...{
        target: 'es2022',
        lib: ['es2022', 'dom', 'dom.iterable'],
        module: 'esnext',
        moduleResolution: 'bundler',
      },
      paths,
    },
    files: [`${file}.ts`],
  };
  const path = join(folder, `${file}.json`);
  writeFileSync(path, JSON.stringify(config));
  return {
    config: path,
    name: `tsc, ${name}`,
    file: peerFile('typescript/lib/tsc.js'),
    args: ['--project', path, '--extendedDiagnostics'],
  };
}

function instantiationsOf(samples: readonly CommandSample[]): number {
  const written = /^Instantiations:\s+(\d+)/m.exec(samples[0]?.stdout ?? '')?.[1];
  if (written === undefined) throw new MeasurementFailed('tsc tells no instantiations.');
  return Number(written);
}

type SamplesOf = (command: Project) => readonly CommandSample[];

function toSection(subjects: readonly Subject[], samplesOf: SamplesOf, rounds: number): Section {
  const perCall = ({ without, calls }: Subject) =>
    (instantiationsOf(samplesOf(calls)) - instantiationsOf(samplesOf(without))) / callCount;
  const cpu = (command: Project) => samplesOf(command).map(({ cpuSeconds }) => cpuSeconds);
  const wall = (command: Project) => samplesOf(command).map(({ wallSeconds }) => wallSeconds);
  const peer = subjects.at(-1);
  const ours = subjects.slice(0, -1);
  return {
    title: 'Types: 20 calls on GitHub’s description (1,223 operations)',
    method: [
      `tsc ${rounds} times each, medians, with calls and without; the whole process, its start included.`,
      'Checked: all three programs are well typed, and use what comes back.',
    ],
    figures: {
      head: ['', 'CPU s', 'without calls', 'instantiations a call', 'peak MB'],
      rows: subjects.map((subject) => [
        subject.name,
        medianOf(cpu(subject.calls)).toFixed(2),
        medianOf(cpu(subject.without)).toFixed(2),
        perCall(subject).toFixed(0),
        medianOf(samplesOf(subject.calls).map(({ peakMegabytes }) => peakMegabytes)).toFixed(0),
      ]),
    },
    ratios: peer
      ? ours.map((subject) => ({
          of: `${peer.name}, by ${subject.name.replace('Plumbline, ', 'the ')}`,
          cpu: ratiosOf(cpu(subject.calls), cpu(peer.calls)),
          wall: ratiosOf(wall(subject.calls), wall(peer.calls)),
          aim: { atMost: 1 },
          note: `${(perCall(subject) / perCall(peer)).toFixed(3)}x the instantiations a call.`,
        }))
      : [],
  };
}
