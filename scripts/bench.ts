import { join } from 'node:path';
import { installPeers } from './install-peers.ts';
import { root } from './run-command.ts';

/** Measures Plumbline beside its peers. */
await installPeers(join(root, 'bench'));
// By its URL: the compiler need not know the peers, which may not have been there when it ran.
const entry = new URL('../bench/main.ts', import.meta.url).href;
const { main }: { main: (argv: readonly string[]) => Promise<number> } = await import(entry);
process.exit(await main(process.argv.slice(2)));
