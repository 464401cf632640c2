import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { benchFolder } from './measure/usage.ts';

/**
 * What the figures depend on besides the code: the machine, what else it does, and the versions.
 * @param folder whose package.json names what is measured against
 */
export function describeMachine(folder: string = benchFolder): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const load = loadavg().map((average) => average.toFixed(1));
  return [
    `Plumbline beside its peers, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC`,
    `  machine   ${cpu?.model.trim() ?? 'unknown'}, ${cpus().length} cores, ${memory} GB, ${type()} ${release()}`,
    `  load      ${load.join(', ')} (1, 5 and 15 minutes, at the start)`,
    `  versions  ${versions(folder).join(', ')}`,
    '',
  ].join('\n');
}

function versions(folder: string): readonly string[] {
  const manifest: { readonly dependencies: Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  return [
    `node ${process.versions.node}`,
    ...Object.entries(manifest.dependencies).map(([name, version]) => `${name} ${version}`),
  ];
}
