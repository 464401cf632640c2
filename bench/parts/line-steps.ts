import { cpSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NodeCommand } from '../measure/command.ts';
import { MeasurementFailed } from '../measure/measurement-failed.ts';
import { benchFolder, rootFolder } from '../measure/usage.ts';
import { githubFile } from './github.ts';
import { peerFile, plumblineFile } from './plumbline-command.ts';

/** The commands that a description goes through, Plumbline's and its peers'. */
export interface Steps {
  readonly title: string;
  readonly description: string;
  readonly lint: LintStep;
  /** The same with the description's own rule sets, Spectral's among them. */
  readonly lintWithRuleSets?: LintStep & { readonly spectral: NodeCommand };
  readonly bundle: { readonly plumbline: NodeCommand; readonly redocly: NodeCommand };
  readonly generate: { readonly plumbline: NodeCommand; readonly types: NodeCommand };
  /** Where the commands write. */
  readonly written: {
    readonly plumblineBundle: string;
    readonly redoclyBundle: string;
    readonly plumblineCode: string;
    readonly peerTypes: string;
  };
  readonly rounds: number;
}

export interface LintStep {
  readonly plumbline: NodeCommand;
  readonly redocly: NodeCommand;
}

const redoclyFile = peerFile('@redocly/cli/bin/cli.js');
const made = (name: string): string => join(benchFolder, '.made', name);
const all = '100000';
const lintExits = [0, 1];

/**
 * CheckView's description. It is free of findings, so what is linted is a copy with a planted one: a linter
 * that does not see it has not done its work.
 */
export function ownSteps(rounds: number): Steps {
  const faulty = plantDuplicateOperationId();
  const redoclyRules = join(rootFolder, 'spec/rules/redocly.yaml');
  const spectralRules = join(rootFolder, 'spec/rules/spectral.yaml');
  return {
    title: `Line: CheckView’s description (${countFiles()} files)`,
    description: join(rootFolder, 'spec/openapi.yaml'),
    lint: lintStep(faulty),
    lintWithRuleSets: {
      plumbline: {
        name: 'plumbline lint with rule sets',
        file: plumblineFile,
        args: [
          ...['lint', faulty, '--format', 'json'],
          ...['--redocly', redoclyRules, '--spectral', spectralRules, '--preset', 'strict'],
        ],
        done: lintExits,
      },
      redocly: {
        name: 'redocly lint with rule set',
        file: redoclyFile,
        args: ['lint', faulty, '--config', redoclyRules, '--format', 'json', '--max-problems', all],
        done: lintExits,
      },
      spectral: {
        name: 'spectral lint with rule set',
        file: peerFile('@stoplight/spectral-cli/dist/index.js'),
        args: ['lint', faulty, '--ruleset', spectralRules, '--format', 'json', '--quiet'],
        done: lintExits,
      },
    },
    ...bundleAndGenerate('checkview', join(rootFolder, 'spec/openapi.yaml')),
    rounds,
  };
}

/** GitHub's description: one file of 13 MB with findings enough. */
export function githubSteps(rounds: number): Steps {
  return {
    title: 'Line: GitHub’s description (1,223 operations, 13 MB)',
    description: githubFile,
    lint: lintStep(githubFile),
    ...bundleAndGenerate('github', githubFile),
    rounds,
  };
}

/** As the tools come: no configuration of theirs is in reach. */
function lintStep(description: string): LintStep {
  return {
    plumbline: {
      name: 'plumbline lint',
      file: plumblineFile,
      args: ['lint', description, '--format', 'json'],
      done: lintExits,
    },
    redocly: {
      name: 'redocly lint',
      file: redoclyFile,
      args: ['lint', description, '--format', 'json', '--max-problems', all],
      done: lintExits,
    },
  };
}

function bundleAndGenerate(
  name: string,
  description: string,
): Pick<Steps, 'bundle' | 'generate' | 'written'> {
  const written = {
    plumblineBundle: made(`${name}-plumbline.json`),
    redoclyBundle: made(`${name}-redocly.json`),
    plumblineCode: made(`${name}-plumbline`),
    peerTypes: made(`${name}-openapi-typescript.ts`),
  };
  return {
    written,
    bundle: {
      plumbline: {
        name: 'plumbline bundle',
        file: plumblineFile,
        args: ['bundle', description, '--format', 'json', '--out', written.plumblineBundle],
      },
      redocly: {
        name: 'redocly bundle',
        file: redoclyFile,
        args: ['bundle', description, '--output', written.redoclyBundle],
      },
    },
    generate: {
      plumbline: {
        name: 'plumbline generate',
        file: plumblineFile,
        args: ['generate', description, '--out', written.plumblineCode],
      },
      types: {
        name: 'openapi-typescript',
        file: peerFile('openapi-typescript/bin/cli.js'),
        args: [description, '--output', written.peerTypes],
      },
    },
  };
}

function countFiles(): number {
  return globSync('{openapi.yaml,paths/**/*.yaml,webhooks/**/*.yaml,components/**/*.yaml}', {
    cwd: join(rootFolder, 'spec'),
  }).length;
}

/**
 * Copies the description and gives one operation the name of another.
 * @returns the root file of the copy
 */
function plantDuplicateOperationId(): string {
  const folder = made('faulty');
  rmSync(folder, { recursive: true, force: true });
  for (const part of ['openapi.yaml', 'paths', 'components', 'webhooks']) {
    cpSync(join(rootFolder, 'spec', part), join(folder, part), { recursive: true });
  }
  const [one, other] = globSync('paths/**/*.yaml', { cwd: folder })
    .toSorted()
    .map((file) => join(folder, file))
    .filter((file) => operationIdOf(file) !== undefined);
  if (one === undefined || other === undefined)
    throw new MeasurementFailed('The description has no operations.');
  const text = readFileSync(other, 'utf8');
  writeFileSync(other, text.replace(operationIdLine, `operationId: ${operationIdOf(one)}`));
  return join(folder, 'openapi.yaml');
}

const operationIdLine = /operationId: (\w+)/;

function operationIdOf(file: string): string | undefined {
  return operationIdLine.exec(readFileSync(file, 'utf8'))?.[1];
}
