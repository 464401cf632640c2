import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../apps/api/src/app.ts';
import { operations } from '../../apps/api/src/operations/index.ts';
import { createTestIdentities } from '../../apps/api/src/seed/test-identities.ts';
import { type Database, openDatabase } from '../../apps/api/src/store/database.ts';
import { setUpContractTests } from '../../apps/api/test/contract-setup.ts';
import { createMovableClock } from '../../apps/api/test/movable-clock.ts';
import { startStandInSite } from '../../apps/api/test/stand-in-site/stand-in-site.ts';
import type { LentTarget, Mutant } from '../../packages/contract-tests/src/faults/index.ts';
import type { MovableClock } from '../../packages/contract-tests/src/index.ts';

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
  // The plans' limits are far below what the tests send, and this one is not too far to be used up.
  const app = await createApp({ database, requestsPerMinute, allowLoopback: true });
  const tenancies = new Tenancies(app, database, await createTime(database));
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

const requestsPerMinute = 300;

/** The time of the API and of its tests. */
interface Time {
  readonly now: () => number;
  readonly clock: MovableClock;
}

async function createTime(database: Database): Promise<Time> {
  const clock = await createMovableClock(database);
  let ahead = 0;
  const advance = async (ms: number) => {
    await clock.advance(ms);
    ahead += ms;
  };
  return { now: () => Date.now() + ahead, clock: { advance } };
}

/** Mutants share organizations so often before they get new ones: things that tests left behind slow down lists. */
const sharedBy = 40;

/** Organizations are dear to make, so mutants share them where the tests of an operation use nothing up. */
class Tenancies {
  readonly #app: App;
  readonly #database: Database;
  readonly #time: Time;
  #shared: LentTarget | undefined;
  #uses = 0;

  constructor(app: App, database: Database, time: Time) {
    this.#app = app;
    this.#database = database;
    this.#time = time;
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
    const { clock, now } = this.#time;
    return {
      fetch: this.#app.fetch,
      baseUrl: 'http://api.test',
      tests: {
        ...(await setUpContractTests(people, site.url, { clock, quota: requestsPerMinute })),
        now,
      },
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
