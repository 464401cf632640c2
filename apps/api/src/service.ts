import { setTimeout as wait } from 'node:timers/promises';
import { type Logger, pino } from 'pino';
import { type AppOptions, createApp } from './app.ts';
import { startPurging } from './behaviours/purge-idempotency-keys.ts';
import type { Configuration } from './configuration.ts';
import { listen } from './listen.ts';
import { type Database, openDatabase } from './store/database.ts';
import { startTelemetry } from './telemetry/telemetry.ts';

/** How long requests that run may take once the service is to stop. */
const graceMs = 10_000;
const purgeEveryMs = 60_000;

export interface RunningService {
  /** For example `http://127.0.0.1:4000`. */
  readonly url: string;
  /** What helper plugins check the requests of CheckView with: a public RSA key as PEM. */
  readonly sitePublicKey: string;
  readonly database: Database;
  readonly logger: Logger;
  /** Says 503 on `/health/ready`, answers what was begun, then closes everything. */
  stop(): Promise<void>;
}

/**
 * Opens the database, brings it up to date and serves the API over HTTP.
 * @throws {FolderInUse} when another process holds the embedded database.
 * @throws {CannotListen} when the address is taken.
 */
export async function startService(
  configuration: Configuration,
  options: Pick<AppOptions, 'unimplemented' | 'requestsPerMinute'> = {},
): Promise<RunningService> {
  const { database: location, drainMs, load, isTrustedProxy, allowLoopback, secretsKey } = configuration;
  const redact = ['*.headers.authorization', '*.authorization'];
  const logger = pino({ level: configuration.logLevel, redact });
  const telemetry = await startTelemetry(configuration.telemetry);
  const database = await openDatabase(location);
  try {
    const app = await createApp({
      ...limitOf(configuration),
      ...options,
      database,
      load,
      isTrustedProxy,
      allowLoopback,
      ...(secretsKey === undefined ? {} : { secretsKey }),
      through: telemetry.through,
      logger,
    });
    const listener = await listen(app, configuration);
    await app.startWorking();
    const stopPurging = startPurging(database.kysely, purgeEveryMs, (error) =>
      logger.warn({ err: error }, 'expired idempotency keys were not purged'),
    );
    const stop = async (): Promise<void> => {
      app.beginStopping();
      await wait(drainMs);
      await listener.close(graceMs);
      await app.close();
      stopPurging();
      await database.close();
      await telemetry.stop();
    };
    return { url: listener.url, sitePublicKey: app.sitePublicKey, database, logger, stop };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function limitOf({ requestsPerMinute }: Configuration): Pick<AppOptions, 'requestsPerMinute'> {
  return requestsPerMinute === undefined ? {} : { requestsPerMinute };
}
