import { type IsTrusted, trustOnly } from './passage/client-address.ts';
import type { LoadLimits } from './passage/load-shedding.ts';
import type { DatabaseLocation } from './store/database.ts';
import type { TelemetrySignals } from './telemetry/signals.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says. */
export interface Configuration {
  readonly host: string;
  readonly port: number;
  readonly database: DatabaseLocation;
  readonly logLevel: string;
  /** How long `/health/ready` is 503 before the server stops to listen, in milliseconds. */
  readonly drainMs: number;
  readonly load: LoadLimits;
  readonly isTrustedProxy: IsTrusted;
  readonly telemetry: TelemetrySignals;
  /** Whether websites on this machine itself may be added, for development. */
  readonly allowLoopback: boolean;
  /** 32 bytes that seal secrets at rest; without them the database keeps the key. */
  readonly secretsKey?: Uint8Array;
  /** In place of the plans' limits, for tests and development. */
  readonly requestsPerMinute?: number;
}

/** A variable of the environment whose value cannot be used; the message names it. */
export class InvalidConfiguration extends Error {
  override readonly name = 'InvalidConfiguration';
}

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** @throws {InvalidConfiguration} */
export function readConfiguration(environment: Environment): Configuration {
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
    load: {
      requestsInFlight: readNumber(environment, 'MAX_REQUESTS_IN_FLIGHT', {
        fallback: 100,
        least: 1,
        most: 100_000,
      }),
      eventLoopDelayMs: readNumber(environment, 'MAX_EVENT_LOOP_DELAY_MS', {
        fallback: 500,
        least: 1,
        most: 60_000,
      }),
    },
    isTrustedProxy: readProxies(environment),
    telemetry: readTelemetry(environment),
    allowLoopback: readSwitch(environment, 'ALLOW_LOOPBACK_WEBSITES'),
    ...readSecretsKey(environment),
    ...readRequestsPerMinute(environment),
  };
}

function readSwitch(environment: Environment, name: string): boolean {
  const text = environment[name];
  if (!text || text === 'false') return false;
  if (text === 'true') return true;
  throw new InvalidConfiguration(`${name} is "${text}". Use true or false.`);
}

/** Addresses and ranges with commas between them. */
function readProxies({ TRUSTED_PROXIES: text }: Environment): IsTrusted {
  try {
    return trustOnly(text ? text.split(',').map((part) => part.trim()) : []);
  } catch {
    throw new InvalidConfiguration(
      `TRUSTED_PROXIES is "${text}". Use addresses or ranges such as 10.0.0.0/8, with commas between them.`,
    );
  }
}

/**
 * As the specification of OpenTelemetry names the variables, with one difference: nothing is exported
 * until one of them says where to, or that it is to be.
 */
function readTelemetry(environment: Environment): TelemetrySignals {
  const { OTEL_SDK_DISABLED: disabled, OTEL_EXPORTER_OTLP_ENDPOINT: anywhere } = environment;
  if (disabled === 'true') return { traces: false, metrics: false };
  return {
    traces: isExported(
      'OTEL_TRACES_EXPORTER',
      environment,
      anywhere || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT,
    ),
    metrics: isExported(
      'OTEL_METRICS_EXPORTER',
      environment,
      anywhere || environment.OTEL_EXPORTER_OTLP_METRICS_ENDPOINT,
    ),
  };
}

function isExported(name: string, environment: Environment, endpoint: string | undefined): boolean {
  const exporter = environment[name] || (endpoint ? 'otlp' : 'none');
  if (exporter === 'otlp' || exporter === 'none') return exporter === 'otlp';
  throw new InvalidConfiguration(`${name} is "${exporter}". Use otlp or none.`);
}

/** The value is not repeated in the message: it is a secret. */
function readSecretsKey({ SECRETS_KEY: text }: Environment): Pick<Configuration, 'secretsKey'> {
  if (!text) return {};
  const secretsKey = Buffer.from(text, 'base64');
  if (secretsKey.length === 32 && secretsKey.toString('base64') === text) return { secretsKey };
  throw new InvalidConfiguration(
    'SECRETS_KEY must be 32 bytes in base64: openssl rand -base64 32 makes one.',
  );
}

function readRequestsPerMinute(environment: Environment): Pick<Configuration, 'requestsPerMinute'> {
  if (!environment.REQUESTS_PER_MINUTE) return {};
  const range = { fallback: 60, least: 1, most: 999_999 };
  return { requestsPerMinute: readNumber(environment, 'REQUESTS_PER_MINUTE', range) };
}

/** `DATABASE_URL` names a PostgreSQL; without it the data is in the folder `CHECKVIEW_DATA`. */
function readLocation(environment: Environment): DatabaseLocation {
  const { DATABASE_URL: url, CHECKVIEW_DATA: folder } = environment;
  if (!url) return { kind: 'embedded', folder: folder || '.data/checkview' };
  // The address is not repeated: it can hold a password.
  if (!/^postgres(ql)?:\/\//.test(url)) {
    throw new InvalidConfiguration('DATABASE_URL must begin with postgres:// or postgresql://.');
  }
  return { kind: 'postgres', url };
}

function readNumber(
  environment: Environment,
  name: string,
  range: { readonly fallback: number; readonly least?: number; readonly most: number },
): number {
  const text = environment[name];
  if (!text) return range.fallback;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  const { least = 0, most } = range;
  if (number >= least && number <= most) return number;
  throw new InvalidConfiguration(`${name} is "${text}". Use a whole number from ${least} to ${most}.`);
}
