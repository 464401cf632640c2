/** What starts a test run. */
export type RunTrigger = 'scheduled' | 'manual' | 'api' | 'batch' | 'retry' | 'auto-retry';

export interface RunUsage {
  readonly used: number;
  readonly scheduled: number;
  readonly manual: number;
  readonly api: number;
  readonly retry: number;
}

/** Which of the counted kinds a trigger belongs to. */
const kindOf: Readonly<Record<RunTrigger, Exclude<keyof RunUsage, 'used'>>> = {
  scheduled: 'scheduled',
  manual: 'manual',
  api: 'api',
  batch: 'api',
  retry: 'retry',
  'auto-retry': 'retry',
};

export function sumRuns(
  counts: readonly { readonly trigger: RunTrigger; readonly count: number }[],
): RunUsage {
  const usage = { used: 0, scheduled: 0, manual: 0, api: 0, retry: 0 };
  for (const { trigger, count } of counts) {
    usage.used += count;
    usage[kindOf[trigger]] += count;
  }
  return usage;
}

/** What is left of a limit; runs made under a larger plan can be more than a smaller one allows. */
export function remainingOf(
  limit: number,
  used: number,
): { readonly limit: number; readonly remaining: number } {
  return { limit, remaining: Math.max(0, limit - used) };
}
