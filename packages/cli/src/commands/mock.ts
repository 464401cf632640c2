import { readModel } from '../description.ts';
import type { MockCommandOptions } from '../mock/serve-mock.ts';

/** Serves a mock of a description until it is stopped. */
export async function mock(file: string, options: MockCommandOptions): Promise<number> {
  // The description is read in a thread of its own: what serves it is loaded meanwhile.
  const [read, { serveMock }] = await Promise.all([
    readModel(file, options),
    import('../mock/serve-mock.ts'),
  ]);
  return serveMock(file, read, options);
}
