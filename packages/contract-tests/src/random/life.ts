import type { Exchange } from '../run/exchange-record.ts';
import type { JsonObject } from '../values/json.ts';

/** A thing that a sequence made, and what is known of it. */
export interface Life {
  readonly id: string;
  readonly created: Exchange;
  /** What clients said of it, the later over the earlier. */
  said: JsonObject;
  isAlive: boolean;
  /** Whether an action did something to it that no law tells. */
  isActedOn: boolean;
}
