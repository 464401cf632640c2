import {
  type ContractTestOptions,
  runContractTests,
  type Target,
} from '../../../packages/contract-tests/src/index.ts';
import { identities, loadShelf, violatedIds } from '../../../packages/contract-tests/test/load-shelf.ts';
import type { PrepareTool, Tool } from '../tool.ts';

const tokens = `${identities.length} tokens with their scopes and roles`;

/** So many that using them up takes a second. */
const quota = 400;

/** This project's own suite, over the same socket as the others, in an API for tests: its time moves, its limit is low. */
export const preparePlumbline: PrepareTool = async ({ url, shelf }) => ({
  ...(await prepare(url, { clock: shelf, now: shelf.now, quota })),
  name: 'Plumbline',
  quota,
  setUp: `${tokens}; a clock of the API that it may set ahead, and a limit of ${quota} requests that it may use up`,
});

/** The same suite with what the other tools are given: their tokens, and nothing that moves. */
export const preparePlainPlumbline: PrepareTool = async ({ url }) => ({
  ...(await prepare(url, {})),
  name: 'Plumbline, plain',
  setUp: `${tokens}, as others have them`,
});

async function prepare(baseUrl: string, options: ContractTestOptions): Promise<Omit<Tool, 'name' | 'setUp'>> {
  const model = await loadShelf();
  const target: Target = { baseUrl, fetch: (request) => fetch(request) };
  return {
    version: 'of this checkout',
    purpose: 'proves what the description promises',
    async findAlarms() {
      const { report } = runContractTests(model, target, { identities, run: 'bench', ...options });
      return new Set(violatedIds(await report));
    },
    close: async () => {},
  };
}
