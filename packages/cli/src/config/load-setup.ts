import type { Setup } from '@plumbline/contract-tests';
import { loadOwnModule } from './load-config.ts';

/** Every key of a set-up, none missing and none besides. */
const keys: Readonly<Record<keyof Required<Setup>, true>> = {
  identities: true,
  mint: true,
  values: true,
  before: true,
  reach: true,
  never: true,
  cleanUp: true,
  clock: true,
  exhaust: true,
  quota: true,
  beforeRequest: true,
  destructive: true,
};

/**
 * What contract tests need to know of the API. It is code, so only a file is taken that the user names.
 * @throws {CommandFailure} when there is no such file, or it cannot be used
 */
export async function loadSetup(file: string): Promise<Setup> {
  return loadOwnModule(file, Object.keys(keys));
}
