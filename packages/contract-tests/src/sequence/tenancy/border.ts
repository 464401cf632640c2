import type { Exchange } from '../../run/exchange-record.ts';
import type { Run } from '../../run/run.ts';

/** Both sides of a border between tenants, and the request that is allowed at home. */
export interface Border {
  readonly run: Run;
  /** The run as the other tenant sees it. */
  readonly abroad: Run;
  readonly accepted: Exchange;
}
