import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../apps/api/src/app.ts';
import { operations } from '../../apps/api/src/operations/index.ts';
import { createTestIdentities } from '../../apps/api/src/seed/test-identities.ts';
import { type Database, openDatabase } from '../../apps/api/src/store/database.ts';
import { setUpContractTests } from '../../apps/api/test/contract-setup.ts';
import { startStandInSite } from '../../apps/api/test/stand-in-site/stand-in-site.ts';
import type { LentTarget, Mutant } from '../../packages/contract-tests/src/faults/index.ts';

/** The CheckView API in this process, on an embedded database of its own. */
export interface CheckViewApi {
  /** The operations that are written. */
  readonly operations: readonly string[];
  /** The API with organizations in which a mutant finds what its operation needs. */
  lend(mutant?: Mutant): Promise<LentTarget>;
  close(): Promise<void>;
}

export async function startCheckView(): Promise<CheckViewApi> {
  const folder = mkdtempSync(join(tmpdir(), 'checkview-mutate-'));
  const database = await openDatabase({ kind: 'embedded', folder });
  // The plans' limits are far below what the tests send.
  const app = await createApp({ database, requestsPerMinute: 1_000_000, allowLoopback: true });
  const tenancies = new Tenancies(app, database);
  return {
    operations: Object.keys(operations),
    lend: (mutant) => tenancies.lend(mutant),
    async close() {
      await tenancies.close();
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Mutants share organizations so often before they get new ones: things that tests left behind slow down lists. */
const sharedBy = 40;

/** Organizations are dear to make, so mutants share them where the tests of an operation use nothing up. */
class Tenancies {
  readonly #app: App;
  readonly #database: Database;
  #shared: LentTarget | undefined;
  #uses = 0;

  constructor(app: App, database: Database) {
    this.#app = app;
    this.#database = database;
  }

  async lend(mutant: Mutant | undefined): Promise<LentTarget> {
    if (!mutant || usesUp(mutant.operation)) return this.#create();
    if (this.#uses >= sharedBy) await this.close();
    this.#shared ??= await this.#create();
    this.#uses += 1;
    const { close: _, ...target } = this.#shared;
    return target;
  }

  async #create(): Promise<LentTarget> {
    // An address belongs to one website, so each has a site of its own.
    const site = await startStandInSite({ publicKey: this.#app.sitePublicKey });
    const people = await createTestIdentities(this.#database);
    return {
      fetch: this.#app.fetch,
      baseUrl: 'http://api.test',
      tests: await setUpContractTests(people, site.url),
      async close() {
        await people.remove();
        await site.close();
      },
    };
  }

  async close(): Promise<void> {
    await this.#shared?.close?.();
    this.#shared = undefined;
    this.#uses = 0;
  }
}

/** Whether the tests of an operation need something that is there once. */
const usesUp = (operation: string): boolean =>
  /^(accept|leave|remove|delete|revoke|replace|rebuild|duplicate|verify|sync|reorder|run)|Step/.test(
    operation,
  );
