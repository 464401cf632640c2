import { type CommandSample, measureCommand, type NodeCommand } from '../measure/command.ts';
import { measureInRounds } from '../measure/rounds.ts';
import { medianOf, ratiosOf } from '../measure/statistics.ts';
import type { Effort } from '../options.ts';
import type { Aim, Ratio, Section } from '../report.ts';
import { checkSameBundle, checkSameFindings, checkTypesOfAll } from './line-checks.ts';
import { githubSteps, ownSteps, type Steps } from './line-steps.ts';

type Samples = ReadonlyMap<NodeCommand, readonly CommandSample[]>;

const wholeLine: Aim = { atMost: 0.6 };

/** Lint, bundle and generate against the separate command lines, each a process from start to exit. */
export async function* measureLines(effort: Effort, say: (text: string) => void): AsyncGenerator<Section> {
  yield await measureLine(ownSteps(effort.commandRounds), say);
  if (effort.github) yield await measureLine(githubSteps(effort.commandRounds), say);
}

async function measureLine(steps: Steps, say: (text: string) => void): Promise<Section> {
  const { lint, lintWithRuleSets: withRuleSets, bundle, generate } = steps;
  const commands = [lint, withRuleSets, bundle, generate].flatMap((step) => Object.values(step ?? {}));
  say(`${steps.title}: once without counting`);
  const first = new Map<NodeCommand, CommandSample>();
  for (const command of commands) first.set(command, await measureCommand(command));
  check(steps, (command) => first.get(command)?.stdout ?? '');
  const samples = await measureInRounds(commands, steps.rounds, measureCommand, (round) =>
    say(`${steps.title}: round ${round + 1} of ${steps.rounds}`),
  );
  return toSection(steps, commands, samples);
}

/** The figures would mean nothing if one side did less. */
function check(steps: Steps, stdout: (command: NodeCommand) => string): void {
  const { lint, lintWithRuleSets: withRuleSets } = steps;
  checkSameFindings({ plumbline: stdout(lint.plumbline), redocly: stdout(lint.redocly) });
  if (withRuleSets) {
    const { plumbline, redocly, spectral } = withRuleSets;
    checkSameFindings({
      plumbline: stdout(plumbline),
      redocly: stdout(redocly),
      spectral: stdout(spectral),
    });
  }
  checkSameBundle(steps);
  checkTypesOfAll(steps);
}

function toSection(steps: Steps, commands: readonly NodeCommand[], samples: Samples): Section {
  const median = (command: NodeCommand, figure: (sample: CommandSample) => number): number =>
    medianOf((samples.get(command) ?? []).map(figure));
  return {
    title: steps.title,
    method: [
      `Each command is a process of its own, its start included; ${steps.rounds} rounds, medians, after one that does not count.`,
      'Checked: both sides break the same rules as often, write the same bundle, and types for every path.',
    ],
    figures: {
      head: ['', 'CPU s', 'wall s', 'peak MB'],
      rows: commands.map((command) => [
        command.name,
        median(command, ({ cpuSeconds }) => cpuSeconds).toFixed(2),
        median(command, ({ wallSeconds }) => wallSeconds).toFixed(2),
        median(command, ({ peakMegabytes }) => peakMegabytes).toFixed(0),
      ]),
    },
    ratios: toRatios(steps, samples),
  };
}

function toRatios(steps: Steps, samples: Samples): readonly Ratio[] {
  const { lint, lintWithRuleSets: withRuleSets, bundle, generate } = steps;
  const compare = (
    of: string,
    ours: readonly NodeCommand[],
    theirs: readonly NodeCommand[],
    more: Pick<Ratio, 'aim' | 'note'> = {},
  ): Ratio => ({
    of,
    cpu: ratiosOf(sums(ours, samples, 'cpuSeconds'), sums(theirs, samples, 'cpuSeconds')),
    wall: ratiosOf(sums(ours, samples, 'wallSeconds'), sums(theirs, samples, 'wallSeconds')),
    ...more,
  });
  const afterLint = [bundle.plumbline, generate.plumbline];
  const peersAfterLint = [bundle.redocly, generate.types];
  const ratios = [
    compare('redocly lint', [lint.plumbline], [lint.redocly], {
      note: 'plumbline lint runs its own rules besides.',
    }),
    compare('redocly bundle', [bundle.plumbline], [bundle.redocly]),
    compare('openapi-typescript', [generate.plumbline], [generate.types], {
      note: 'plumbline generate also writes checks, client and server interface.',
    }),
    compare('all three', [lint.plumbline, ...afterLint], [lint.redocly, ...peersAfterLint], {
      aim: wholeLine,
    }),
  ];
  if (withRuleSets) {
    const { plumbline, redocly, spectral } = withRuleSets;
    ratios.push(
      compare('redocly + spectral lint', [plumbline], [redocly, spectral]),
      compare('all four', [plumbline, ...afterLint], [redocly, spectral, ...peersAfterLint], {
        aim: wholeLine,
        note: 'redocly lint, spectral lint, redocly bundle and openapi-typescript.',
      }),
    );
  }
  return ratios;
}

/** Of each round, what some commands took together. */
function sums(
  commands: readonly NodeCommand[],
  samples: Samples,
  figure: 'cpuSeconds' | 'wallSeconds',
): readonly number[] {
  const columns = commands.map((command) => (samples.get(command) ?? []).map((sample) => sample[figure]));
  const [first = []] = columns;
  return first.map((_, round) => columns.reduce((sum, column) => sum + (column[round] ?? Number.NaN), 0));
}
