import type { OutgoingAnswer } from '../outgoing/outgoing.ts';
import { OutgoingFailure } from '../outgoing/outgoing-failure.ts';
import { recognizeBlockingPlugin } from './blocking-plugin.ts';

/** What stands in the way of a website (`WebsiteErrorCode` of the description). */
export type WebsiteErrorCode =
  | 'dns-failed'
  | 'timeout'
  | 'tls-error'
  | 'http-error'
  | 'plugin-not-found'
  | 'plugin-rejected-request'
  | 'rest-api-blocked'
  | 'blocked-by-security-plugin'
  | 'maintenance-mode';

/** Why a website cannot be read. The message is a sentence for people. */
export class ConnectionTrouble extends Error {
  override readonly name = 'ConnectionTrouble';
  readonly errorCode: WebsiteErrorCode;
  /** The security plugin that was recognised, for example `solidwp-security`. */
  readonly blockedBy: string | null;

  constructor(errorCode: WebsiteErrorCode, message: string, options: TroubleOptions = {}) {
    super(message, options);
    this.errorCode = errorCode;
    this.blockedBy = options.blockedBy ?? null;
  }
}

interface TroubleOptions extends ErrorOptions {
  readonly blockedBy?: string;
}

/** The trouble behind a request that brought no answer; anything else is thrown on. */
export function toTrouble(error: unknown): ConnectionTrouble {
  if (!(error instanceof OutgoingFailure)) throw error;
  return new ConnectionTrouble(errorCodes[error.kind], error.message, { cause: error });
}

/** An address that is not public is, seen from outside, a name that leads nowhere. */
const errorCodes: Readonly<Record<OutgoingFailure['kind'], WebsiteErrorCode>> = {
  'refused-address': 'dns-failed',
  'dns-failed': 'dns-failed',
  timeout: 'timeout',
  'tls-error': 'tls-error',
  'connection-failed': 'http-error',
  'too-large': 'http-error',
  'too-many-redirects': 'http-error',
  'not-http': 'http-error',
};

/** The refusals that can come before any route is reached, whatever was asked for. */
export function findBarrier(answer: OutgoingAnswer): ConnectionTrouble | null {
  const blocking = recognizeBlockingPlugin(answer);
  if (blocking) {
    const message = `${blocking.name} answered ${answer.status}. Add the addresses of CheckView to its allowlist.`;
    return new ConnectionTrouble('blocked-by-security-plugin', message, { blockedBy: blocking.slug });
  }
  if (answer.status !== 503 && !isMaintenanceScreen(answer)) return null;
  return new ConnectionTrouble('maintenance-mode', 'The website is down for maintenance.');
}

/** WordPress' own screen while it updates; plugins show it with other statuses than 503. */
function isMaintenanceScreen({ status, text }: OutgoingAnswer): boolean {
  return status >= 500 && text.slice(0, 20_000).includes('Briefly unavailable for scheduled maintenance');
}
