import type { Principal, RequestContext } from '@plumbline/runtime/server';
import type { Transaction } from 'kysely';
import type { Cursors } from './domain/cursor.ts';
import type { Plan, PlanLimits } from './domain/plan.ts';
import type { Role } from './domain/role.ts';
import type { SecretBox } from './domain/secret-box.ts';
import type { Health } from './health.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { Sites } from './sites.ts';
import type { Tables } from './store/tables.ts';

/** Who calls: a token, its user, and what that user is in the token's organization right now. */
export interface Caller extends Principal {
  readonly tokenId: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly memberId: string;
  readonly role: Role;
  readonly allWebsites: boolean;
  readonly plan: Plan;
}

/** What every handler is given beside its request. */
export interface ApiContext extends RequestContext<Caller>, Services {
  /** The request's one transaction: idempotency key, effect and stored answer commit together. */
  readonly transaction: Transaction<Tables>;
  readonly work: UnitOfWork;
  /** What the operation found before the transaction began; left out until then. See `prepared`. */
  readonly prepared?: unknown;
}

/** How the transaction of a request ends. */
export interface UnitOfWork {
  /**
   * Says that the transaction commits although the answer is an error, since the answer itself was
   * stored. The effects of the handler must have been undone by `undoSince` before.
   */
  keepAnswer(): void;
  /** Marks a place in the transaction, and gives back what undoes everything after it. */
  mark(): Promise<() => Promise<void>>;
}

/** What lives as long as the server. */
export interface Services {
  readonly cursors: Cursors;
  readonly limitsOf: (plan: Plan, isTrialing?: boolean) => PlanLimits;
  readonly health: Health;
  /** Seals secrets that must be readable again. */
  readonly secrets: SecretBox;
  /** The way to the websites of customers. */
  readonly sites: Sites;
  /** Work that need not be done before the answer. */
  readonly jobs: Jobs;
}
