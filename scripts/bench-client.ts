import { join } from 'node:path';
import { installPeers } from './install-peers.ts';
import { root } from './run-command.ts';

/** Holds Plumbline's client and its peers against one suite of what goes wrong between a client and a server. */
await installPeers(join(root, 'bench', 'client-conformance'));
// By its URL: the compiler need not know the peers, which may not have been there when it ran.
const entry = new URL('../bench/client-conformance/main.ts', import.meta.url).href;
const { main }: { main: (argv: readonly string[]) => Promise<number> } = await import(entry);
process.exit(await main(process.argv.slice(2)));
