import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';
import { proveStarted } from './action.ts';
import { proveCreated } from './created.ts';
import { ruleDefaults } from './defaults.ts';
import { proveFilters } from './filter.ts';
import { proveLinks } from './links.ts';
import { proveQueryDefaults } from './query-defaults.ts';
import { proveSort } from './sort.ts';
import { proveUpdated } from './updated.ts';

/** What the accepted requests of one operation did to things, as reads before and after show it. */
export async function proveLifeCycle(run: Run, accepted: readonly Exchange[]): Promise<void> {
  const [first] = accepted;
  if (!first) return;
  ruleDefaults(run, accepted);
  await proveLinks(run, accepted);
  await proveCreated(run, accepted);
  await proveUpdated(run, accepted);
  await proveStarted(run, first);
  await proveFilters(run, first);
  await proveSort(run, first);
  await proveQueryDefaults(run, first);
}
