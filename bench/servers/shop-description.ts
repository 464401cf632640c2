import { fileURLToPath } from 'node:url';

/** The description that all servers of the benchmark serve. */
export const shopFile: string = fileURLToPath(new URL('../descriptions/shop.yaml', import.meta.url));
