import { join } from 'node:path';
import { measureCommand } from '../measure/command.ts';
import { rootFolder } from '../measure/usage.ts';

/** Inside of the package, so that what is built there finds the dependencies that were installed for it. */
const outputFolder = join(rootFolder, 'packages/cli/dist/bench');

/** The command line as users get it: the peers are measured as they are published, and so is Plumbline. */
export const plumblineFile: string = join(outputFolder, 'cli/dist/main.js');

/** Builds the command line from the sources of today. */
export async function buildPlumbline(): Promise<void> {
  await measureCommand({
    name: 'The build of plumbline',
    file: join(rootFolder, 'packages/cli/scripts/build.ts'),
    args: [],
    env: { PLUMBLINE_OUTPUT: outputFolder },
  });
}

/** The file that Node runs for a peer's command. */
export function peerFile(inModules: string): string {
  return join(rootFolder, 'bench/node_modules', inModules);
}
