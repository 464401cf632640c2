#!/usr/bin/env node

/** What the libraries that the commands stand on ask for; an older Node fails somewhere inside them. */
const wanted = [24, 18] as const;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) {
  const { run } = await import('./run.ts');
  await run(process.argv);
} else {
  process.stderr.write(
    `Plumbline needs Node ${wanted.join('.')} or newer, and this is ${process.versions.node}.\n`,
  );
  process.exitCode = 2;
}
