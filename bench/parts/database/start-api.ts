import { join } from 'node:path';
import { type ServedProcess, startServer } from '../../measure/served-process.ts';
import { benchFolder } from '../../measure/usage.ts';

/** The API in a process of its own, on the database that its environment names. */
export function startApi(env: Readonly<Record<string, string>>): Promise<ServedProcess> {
  return startServer({ name: 'The API', file: join(benchFolder, 'servers/api.ts'), env });
}
