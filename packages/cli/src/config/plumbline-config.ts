import type { TypeChoices } from '@plumbline/codegen';
import type { ContractTestOptions } from '@plumbline/contract-tests';
import type { MockOptions } from '@plumbline/mock-server';
import type { Limits, LintOptions, Severity } from '@plumbline/openapi';

/**
 * What `plumbline.config.ts` exports by default. Every part is optional, and a flag wins over it. Paths are
 * relative to the folder in which `plumbline` runs, which is also the only folder where the file is looked for.
 *
 *     import type { PlumblineConfig } from 'plumbline';
 *
 *     export default {
 *       description: 'api/openapi.yaml',
 *       generate: { out: 'src/generated' },
 *       test: { target: 'http://127.0.0.1:3000', token: process.env.API_TOKEN },
 *     } satisfies PlumblineConfig;
 */
export interface PlumblineConfig {
  /**
   * The root file of the description.
   * @default the first of `openapi.yaml`, `openapi.yml`, `openapi.json` that exists
   */
  readonly description?: string;
  /**
   * Overlays that change the description before it is used, in this order; `--overlay` replaces the list.
   * @default []
   */
  readonly overlays?: readonly string[];
  /** Raises or lowers what one description may cost. */
  readonly limits?: Partial<Limits>;
  /**
   * The folder that no reference may leave.
   * @default the folder of the description
   */
  readonly rootFolder?: string;
  /** Hosts from which documents may be fetched. @default [] (nothing is fetched) */
  readonly allowRemote?: readonly string[];
  readonly lint?: LintConfig;
  readonly generate?: GenerateConfig;
  readonly mock?: MockConfig;
  readonly test?: TestConfig;
  readonly docs?: {
    /** The folder to write; it holds nothing else. */
    readonly out?: string;
  };
}

export interface GenerateConfig extends TypeChoices {
  /** The folder to write; it holds nothing else. */
  readonly out?: string;
}

export interface LintConfig extends Omit<LintOptions, 'configFolder'> {
  /** The mildest severity that makes the command fail. @default 'error' */
  readonly failOn?: Severity;
}

export interface MockConfig extends Omit<MockOptions, 'onDiagnostic' | 'state'> {
  /** Remembers what is created, changed and deleted. @default true */
  readonly state?: boolean;
  /** @default '127.0.0.1' */
  readonly host?: string;
  /** 0 takes any free port. @default 4010 */
  readonly port?: number;
}

/** Ctrl-C ends a run, so there is no signal to give. */
export interface TestConfig extends Omit<ContractTestOptions, 'signal'> {
  /** What stands before the paths of the description, for example `http://127.0.0.1:3000`. */
  readonly target?: string;
  /** As `--report`: `'text'`, `'html=report.html'`. @default ['text'] */
  readonly reports?: readonly string[];
  /** The file of the set-up: who may call, and how statuses are reached. What it says wins. @default none */
  readonly setup?: string;
  /** The folder where each failure is written as a vitest test. @default none */
  readonly save?: string;
  /** The file of obligations that must stay proved. @default none */
  readonly lock?: string;
  /** The file of known failures. @default none */
  readonly baseline?: string;
}

/** Gives an editor the type of a configuration written in JavaScript. */
export function defineConfig(config: PlumblineConfig): PlumblineConfig {
  return config;
}
