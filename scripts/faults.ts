import { spawn } from 'node:child_process';
import { root } from './run-command.ts';

/** Runs the cases that break servers and databases, which take minutes; the last line has their figures. */
const child = spawn('npm', ['run', '--silent', 'test:faults', '-w', '@checkview/api'], {
  cwd: root,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
