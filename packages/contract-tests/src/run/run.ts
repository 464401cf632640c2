import type { ApiModel, Operation } from '@plumbline/openapi';
import type { RecordedExchange } from '../exchange.ts';
import type { Draft } from '../request/draft.ts';
import type { Choice } from '../resources/choice.ts';
import type { ItemStore } from '../resources/item-store.ts';
import type { Minting } from '../resources/minting.ts';
import type { ResourceMap } from '../resources/resource-map.ts';
import type { Identity } from '../target.ts';
import { parseJson, property } from '../values/json.ts';
import type { Workbench } from '../values/workbench.ts';
import type { Verdict } from '../verdict.ts';
import type { Callers } from './callers.ts';
import type { Exchange } from './exchange-record.ts';
import type { Ledger } from './ledger.ts';
import type { SecretPiece } from './secrets.ts';
import type { Settings } from './settings.ts';

/** What the parts of a run share. */
export interface Run {
  readonly model: ApiModel;
  readonly map: ResourceMap;
  readonly settings: Settings;
  readonly bench: Workbench;
  readonly ledger: Ledger;
  readonly callers: Callers;
  /** How the API makes credentials; undefined where it does not. */
  readonly minting?: Minting;
  readonly items: ItemStore;
  /** The run as a caller of another tenant sees it; undefined where none was given. */
  readonly abroad?: Run;
  /** The exchange with which each refusal was asked for, by obligation. */
  readonly probed: Map<string, Exchange>;
  /** Path parameters that the set-up named for one operation, by its id. */
  readonly given: Map<string, ReadonlyMap<string, unknown>>;
  /** The things that an operation's requests may name, by its id. */
  readonly chosen: Map<string, Choice>;
  /** What was tried on collections in vain or need not be done twice. */
  readonly attempted: Set<string>;
  /** The problem types with which callers without a scope were refused. */
  readonly scopeProblems: Set<string>;
  /** Secrets that an answer showed and no other answer may show, each with the obligation that says so. */
  readonly revealed: Map<string, { readonly obligation: string; readonly operation: string }>;
  /** The last reading of each operation since the last write. */
  readonly readings: Map<string, Exchange>;
  /** Requests that were executed under a key, in order. */
  readonly keyed: Exchange[];
  /** Items that were used up to do to them what can be done only once, as `collection/id`. */
  readonly spent: Set<string>;
  /** A short word that the run has not used before, for texts that must be unique in requests to an operation. */
  mark(operation: Operation): string;
  /** Sends a request and notes everything its answer says by itself. @throws BudgetSpent */
  send(draft: Draft): Promise<Exchange>;
  /** Sends a request whatever the rate limit says, and once only: to see it refused. @throws BudgetSpent */
  sendNow(draft: Draft): Promise<Exchange>;
  /** Keeps a caller's secrets out of reports. */
  conceal(identity: Identity): void;
  /** The exchange as reports show it. */
  record(exchange: Exchange): RecordedExchange;
  /** What a recorded exchange was before. */
  exchangeOf(recorded: RecordedExchange): Exchange | undefined;
  /** The exchanges that made the things of the run, by id. */
  readonly origins: Map<string, Exchange>;
  /** The text cut at its secrets. */
  splitSecrets(text: string): readonly SecretPiece[];
  /** The verdict that these exchanges prove an obligation; reports show them. */
  provedBy(...exchanges: readonly Exchange[]): Verdict;
}

/** The `type` of a problem; undefined where the answer is none. */
export function problemType({ answer }: Exchange): string | undefined {
  const type = property(answer && parseJson(answer.text)?.value, 'type');
  return typeof type === 'string' ? type : undefined;
}

/** One line about an answer, for reasons and findings. */
export function describeAnswer({ answer, failure }: Exchange): string {
  if (!answer) return failure ?? 'no answer';
  const problem = /"(?:detail|title|message|error)"\s*:\s*"((?:[^"\\]|\\.){1,200})/.exec(answer.text)?.[1];
  return `status ${answer.status}${problem === undefined ? '' : ` (${problem})`}`;
}
