import { runContractTests } from '../../../packages/contract-tests/src/index.ts';
import { identities, loadShelf, violatedIds } from '../../../packages/contract-tests/test/load-shelf.ts';
import type { PrepareTool } from '../tool.ts';

/** This project's own suite, over the same socket as the others. */
export const preparePlumbline: PrepareTool = async ({ url }) => {
  const model = await loadShelf();
  const target = { baseUrl: url, fetch: (request: Request) => fetch(request) };
  return {
    name: 'Plumbline',
    version: 'of this checkout',
    purpose: 'proves what the description promises',
    setUp: `${identities.length} tokens with their scopes and roles`,
    async findAlarms() {
      return new Set(violatedIds(await runContractTests(model, target, { identities, run: 'bench' }).report));
    },
    close: async () => {},
  };
};
