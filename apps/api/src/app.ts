import { contract, type Handlers } from '@checkview/contract/server';
import { createServer, type RateLimitPolicy, type Server, type Through } from '@plumbline/runtime/server';
import { type Logger, pino } from 'pino';
import { createAdmission } from './admission.ts';
import { createDatabaseIdempotencyStore } from './behaviours/database-idempotency-store.ts';
import type { ApiContext, Caller, Services } from './context.ts';
import { createCursors } from './domain/cursor.ts';
import { limitsOf } from './domain/plan.ts';
import { createSecretBox } from './domain/secret-box.ts';
import { createHealth } from './health.ts';
import { createWebsiteChecker } from './jobs/check-website.ts';
import { createStepGenerator } from './jobs/generate-steps.ts';
import { createJobQueue } from './jobs/jobs.ts';
import { answerNotImplemented } from './not-implemented.ts';
import { operations } from './operations/index.ts';
import type { IsTrusted } from './passage/client-address.ts';
import { limitFailedSignIns } from './passage/failed-sign-ins.ts';
import { type LoadLimits, shedLoad } from './passage/load-shedding.ts';
import { nest } from './passage/nest.ts';
import { logRequests } from './passage/request-log.ts';
import { createRequestsInFlight, type RequestsInFlight } from './passage/requests-in-flight.ts';
import { problemTypeBase } from './problems.ts';
import { createSites } from './sites.ts';
import type { Database } from './store/database.ts';
import { loadCursorKey, loadPluginKeys, loadSecretsKey } from './store/settings.ts';
import { createUnitOfWork } from './unit-of-work.ts';

export interface AppOptions {
  /** Open and migrated. It stays the caller's to close, after the app. */
  readonly database: Database;
  /**
   * Answers the operations that have no handler yet, for example a mock of the description.
   * @default 501 `not-implemented`, a state of development that the description does not know
   */
  readonly unimplemented?: (request: Request) => Response | Promise<Response>;
  /**
   * Requests that every organization may send in a minute, for tests and development, where the
   * plan's own limit is in the way. Organizations then have it as their limit, and so many answers of
   * 401 are given to an address.
   * @default the limit of the plan: 60, or 10 without one
   */
  readonly requestsPerMinute?: number;
  /**
   * 32 bytes that seal secrets at rest (passwords of websites, secret variables).
   * @default a key made at the first start and kept in the database, beside what it seals
   */
  readonly secretsKey?: Uint8Array;
  /**
   * Whether websites on this machine itself may be added and visited. For development only: with it, whoever
   * may add a website reaches what listens here.
   * @default false
   */
  readonly allowLoopback?: boolean;
  /** How much is taken on at a time. @default everything */
  readonly load?: LoadLimits;
  /** The proxies that are believed whom they speak for. @default none */
  readonly isTrustedProxy?: IsTrusted;
  /** Stands around every request, for example to trace it. */
  readonly through?: Through;
  /** @default silent */
  readonly logger?: Logger;
}

/** How long jobs that have begun may take once the app is to close; they are begun again elsewhere. */
const jobGraceMs = 10_000;

/** Answers of 401 that one address may get in a minute, as the description says. */
const failedSignInsPerMinute = 60;

/** The CheckView API: `fetch` answers in process and anywhere on the web's standards, `answer` is for `listen`. */
export interface App extends Server {
  /** From now on `/health/ready` is 503; requests are still answered. */
  beginStopping(): void;
  /** What helper plugins check the requests of CheckView with: a public RSA key as PEM. */
  readonly sitePublicKey: string;
  /** Begins to do the work that requests leave behind, of every server on the database. */
  startWorking(): Promise<void>;
  /** Resolves when every request and every piece of work that was begun is over. */
  close(): Promise<void>;
}

export async function createApp(options: AppOptions): Promise<App> {
  const { database, logger = pino({ level: 'silent' }) } = options;
  const db = database.kysely;
  const sites = createSites(await loadPluginKeys(db), options);
  const queue = await createJobQueue(database, (error) => logger.error({ err: error }, 'the job queue'));
  const services: Services = {
    cursors: createCursors(await loadCursorKey(db)),
    limitsOf: limitsWith(options.requestsPerMinute),
    health: createHealth(database),
    secrets: createSecretBox(options.secretsKey ?? (await loadSecretsKey(db))),
    sites,
    jobs: queue,
  };
  const inFlight = createRequestsInFlight();
  const admission = createAdmission(database, contract.operations);
  const server = createServer(contract, operations, {
    problemTypeBase,
    through: nest(hooksOf({ ...options, logger }, inFlight)),
    security: admission.security,
    around: createUnitOfWork(database, services, operations),
    idempotency: { store: createDatabaseIdempotencyStore() },
    rateLimit: { store: admission.rateLimitStore, policyFor: policyBy(services.limitsOf) },
    unimplemented: {
      operations: unimplementedOperations(),
      fetch: options.unimplemented ?? answerNotImplemented,
    },
    onError: (error, { requestId, operationId }) => logger.error({ err: error, requestId, operationId }),
    onContractBreach: (breach, { requestId }) => logger.error({ err: breach, requestId }),
  });
  const close = async (): Promise<void> => {
    await inFlight.whenNone();
    await queue.stop(jobGraceMs);
    await sites.close();
  };
  return {
    ...server,
    beginStopping: () => services.health.beginStopping(),
    startWorking: () =>
      queue.startWorking({
        'check-website': createWebsiteChecker(db, services),
        'generate-test-steps': createStepGenerator(db, services),
      }),
    close,
    sitePublicKey: sites.publicKey,
  };
}

/** What every request passes, from the outside in. */
function hooksOf(
  options: AppOptions & { readonly logger: Logger },
  inFlight: RequestsInFlight,
): readonly Through[] {
  const { load, through, logger, requestsPerMinute = 0 } = options;
  return [
    inFlight.through,
    logRequests(logger),
    ...(through === undefined ? [] : [through]),
    ...(load === undefined ? [] : [shedLoad(load, inFlight)]),
    limitFailedSignIns({
      perMinute: Math.max(failedSignInsPerMinute, requestsPerMinute),
      isTrusted: options.isTrustedProxy ?? (() => false),
    }),
  ];
}

type Unimplemented = Exclude<keyof Handlers<ApiContext>, keyof typeof operations>;

function unimplementedOperations(): readonly Unimplemented[] {
  const ids = contract.operations.map(({ id }) => id).filter((id) => !Object.hasOwn(operations, id));
  return ids as Unimplemented[]; // Safe: the ids of the contract are the keys of its handlers.
}

function limitsWith(requestsPerMinute: number | undefined): Services['limitsOf'] {
  if (requestsPerMinute === undefined) return limitsOf;
  return (plan, isTrialing) => ({ ...limitsOf(plan, isTrialing), requestsPerMinute });
}

/** The description has one policy for every paid plan and one for no plan. */
function policyBy(limits: Services['limitsOf']) {
  return (caller: Caller | null, policies: readonly RateLimitPolicy[]): RateLimitPolicy => {
    const plan = caller?.plan ?? null;
    const name = plan === null ? 'none' : 'paid';
    const policy = policies.find((one) => one.name === name);
    if (policy === undefined) throw new Error(`The description has no rate limit policy "${name}".`);
    return { ...policy, quota: limits(plan).requestsPerMinute };
  };
}
