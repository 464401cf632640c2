import { join } from 'node:path';
import { installPeers } from './install-peers.ts';
import { root } from './run-command.ts';

/** Runs the contract tests on public descriptions without set-up, and prints what they say. */
await installPeers(join(root, 'bench', 'foreign'));
const entry = new URL('../bench/foreign/main.ts', import.meta.url).href;
const { main }: { main: (argv: readonly string[]) => Promise<number> } = await import(entry);
process.exit(await main(process.argv.slice(2)));
