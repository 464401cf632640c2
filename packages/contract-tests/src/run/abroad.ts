import { createItemStore } from '../resources/item-store.ts';
import type { ContractTestOptions } from '../target.ts';
import { createCallers } from './callers.ts';
import { createLedger } from './ledger.ts';
import type { Run } from './run.ts';
import type { Secrets } from './secrets.ts';

/**
 * The run as a caller of another tenant sees it: with that tenant's callers and things. What is sent there serves to
 * have something that the tenant under test must not reach, and proves nothing by itself. Undefined where nobody of
 * another tenant was given.
 */
export function createAbroad(run: Run, options: ContractTestOptions, secrets: Secrets): Run | undefined {
  const { identities = [] } = options;
  const home = identities[0]?.tenant;
  const tenant = identities
    .map((identity) => identity.tenant)
    .find((other) => other !== undefined && other !== home);
  if (tenant === undefined) return undefined;
  const strangers = identities.filter((identity) => identity.tenant === tenant);
  const values = Object.assign({}, ...strangers.map((stranger) => stranger.values ?? {}));
  return {
    ...run,
    settings: { ...run.settings, values },
    ledger: createLedger([], () => {}),
    callers: createCallers(run.model, { identities: strangers }, secrets),
    items: createItemStore(run.map, run.model.operations),
    attempted: new Set(),
    given: new Map(),
    chosen: new Map(),
  };
}
