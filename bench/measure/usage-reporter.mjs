/**
 * Loaded with `--import` before everything else into each process that is measured. Plain JavaScript, so
 * that it costs the process no more than a millisecond. A server tells its usage when asked; a command
 * leaves it in a file when it ends. `cpuUsage` counts all threads of the process, ended ones too.
 */
import { appendFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const usage = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMicroseconds: user + system, peakKilobytes: process.resourceUsage().maxRSS };
};

if (isMainThread && process.env.PLUMBLINE_BENCH_USAGE) {
  process.on('exit', () => {
    appendFileSync(process.env.PLUMBLINE_BENCH_USAGE, `${JSON.stringify(usage())}\n`);
  });
}
if (isMainThread && process.send) {
  process.on('message', (message) => {
    if (message === 'usage') process.send({ usage: usage() });
  });
  // A server must not be left behind when the process that measures is gone.
  process.on('disconnect', () => process.exit(1));
}
