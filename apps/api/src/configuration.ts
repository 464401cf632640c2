import type { DatabaseLocation } from './store/database.ts';

/** What the environment says. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseLocation;
  readonly logLevel: string;
  /** How long `/health/ready` is 503 before the server stops to listen, in milliseconds. */
  readonly drainMs: number;
}

/** A variable of the environment whose value cannot be used; the message names it. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws {InvalidConfiguration} */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const logLevel = environment.LOG_LEVEL || 'info';
  if (!logLevels.includes(logLevel)) {
    throw new InvalidConfiguration(`LOG_LEVEL is "${logLevel}". Use one of ${logLevels.join(', ')}.`);
  }
  return {
    host: environment.HOST || '127.0.0.1',
    port: readNumber(environment, 'PORT', { fallback: 4000, most: 65_535 }),
    database: readLocation(environment),
    logLevel,
    drainMs: readNumber(environment, 'DRAIN_SECONDS', { fallback: 0, most: 3_600 }) * 1_000,
  };
}

/** `DATABASE_URL` names a PostgreSQL; without it the data is in the folder `CHECKVIEW_DATA`. */
function readLocation(environment: Readonly<Record<string, string | undefined>>): DatabaseLocation {
  const { DATABASE_URL: url, CHECKVIEW_DATA: folder } = environment;
  if (!url) return { kind: 'embedded', folder: folder || '.data/checkview' };
  // The address is not repeated: it can hold a password.
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new InvalidConfiguration('DATABASE_URL must begin with postgres:// or postgresql://.');
  }
  return { kind: 'postgres', url };
}

function readNumber(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  range: { readonly fallback: number; readonly most: number },
): number {
  const text = environment[name];
  if (!text) return range.fallback;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number <= range.most) return number;
  throw new InvalidConfiguration(`${name} is "${text}". Use a whole number from 0 to ${range.most}.`);
}
