import { join } from 'node:path';
import { rootFolder } from '../measure/usage.ts';

/** The command line of Plumbline, as this repository runs it. */
export const plumblineFile: string = join(rootFolder, 'packages/cli/src/main.ts');

/** The file that Node runs for a peer's command. */
export function peerFile(inModules: string): string {
  return join(rootFolder, 'bench/node_modules', inModules);
}
