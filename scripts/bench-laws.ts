import { join } from 'node:path';
import { installPeers } from './install-peers.ts';
import { root } from './run-command.ts';

/** Counts the laws that mocks of public descriptions hold, ours beside two others. */
// Prism stands in `bench`, the descriptions in `bench/foreign`.
for (const folder of ['bench', 'bench/foreign', 'bench/laws']) await installPeers(join(root, folder));
const entry = new URL('../bench/laws/main.ts', import.meta.url).href;
const { main }: { main: (argv: readonly string[]) => Promise<number> } = await import(entry);
process.exit(await main(process.argv.slice(2)));
