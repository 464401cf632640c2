import { fileURLToPath } from 'node:url';

/** What a process has used since it started, over all its threads. */
export interface Usage {
  readonly cpuMicroseconds: number;
  readonly peakKilobytes: number;
}

/** Node's arguments for a process whose usage is measured. */
export const reportingArguments: readonly string[] = [
  '--import',
  new URL('usage-reporter.mjs', import.meta.url).href,
];

export const benchFolder: string = fileURLToPath(new URL('..', import.meta.url));
export const rootFolder: string = fileURLToPath(new URL('../..', import.meta.url));
