import { runContractTests, type Target } from '../../packages/contract-tests/src/index.ts';
import { Kiln } from '../../packages/contract-tests/test/kiln/kiln.ts';
import { runOnShelf, stopped } from '../../packages/contract-tests/test/load-shelf.ts';
import { Studio, token } from '../../packages/contract-tests/test/studio/studio.ts';
import { loadModel } from './load-model.ts';
import type { SeedSettings, Subject } from './subject.ts';

/** The small APIs that the contract tests are tested with, written by hand in plain code. */
export async function openFixtures(): Promise<readonly Subject[]> {
  const shelf = await loadFixture('shelf');
  return [
    {
      name: 'shelf',
      run: async (settings) => (await runOnShelf(shelf, {}, settings)).report,
      close: async () => {},
    },
    await openFixture('studio', () => new Studio(), { token }),
    await openFixture('kiln', () => new Kiln(), {}),
  ];
}

const loadFixture = (name: string) =>
  loadModel(new URL(`../../packages/contract-tests/test/fixtures/${name}/openapi.yaml`, import.meta.url));

type Create = () => Pick<Target, 'fetch'>;

async function openFixture(
  name: string,
  create: Create,
  caller: { readonly token?: string },
): Promise<Subject> {
  const model = await loadFixture(name);
  const run = (settings: SeedSettings) => {
    const target = { fetch: create().fetch, baseUrl: `http://${name}.test` };
    return runContractTests(model, target, { ...caller, ...stopped, run: 'seeds', ...settings }).report;
  };
  return { name, run, close: async () => {} };
}
