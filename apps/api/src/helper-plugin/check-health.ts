import type { OutgoingAnswer } from '../outgoing/outgoing.ts';
import { OutgoingFailure } from '../outgoing/outgoing-failure.ts';
import { type PluginDoor, parseJson, type SiteAccess, visitSite } from './ask-plugin.ts';
import { ConnectionTrouble, findBarrier, type WebsiteErrorCode } from './connection-trouble.ts';
import { isUpToDate, minimumPluginVersion, readPluginVersion } from './plugin-version.ts';
import { isDisallowed } from './robots-rules.ts';
import { readObject } from './untrusted.ts';

/** `WebsiteHealthCheck` of the description. */
export interface HealthCheck {
  readonly name: 'dns' | 'tls' | 'http' | 'robots' | 'rest-api' | 'plugin';
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly message: string | null;
  readonly durationMs: number | null;
}

/** `WebsiteHealth` of the description without the website and the time. */
export interface SiteHealth {
  readonly status: 'connected' | 'disconnected' | 'blocked';
  readonly pluginVersion: string | null;
  readonly pluginUpToDate: boolean | null;
  readonly minimumPluginVersion: string;
  readonly errorCode: WebsiteErrorCode | null;
  readonly blockedBy: string | null;
  readonly checks: readonly HealthCheck[];
}

const order = ['dns', 'tls', 'http', 'robots', 'rest-api', 'plugin'] as const;

const blockedCodes = new Set<WebsiteErrorCode>([
  'blocked-by-security-plugin',
  'rest-api-blocked',
  'plugin-rejected-request',
]);

/**
 * Checks a website from its name to its helper plugin and stops at the first thing in the way. What a site
 * does wrong is a result; only a fault of this program is thrown.
 */
export async function checkHealth(
  door: PluginDoor,
  site: SiteAccess,
  /** The version of the plugin that an earlier check found, kept when this one does not get there. */
  known: { readonly pluginVersion: string | null } = { pluginVersion: null },
): Promise<SiteHealth> {
  const checks: HealthCheck[] = [];
  try {
    checks.push(...(await checkFrontPage(door, site)));
    checks.push(await timed('robots', () => checkRobots(door, site)));
    checks.push(await timed('rest-api', () => checkRestApi(door, site)));
    let version = '';
    const plugin = await timed('plugin', async () => {
      version = await readPluginVersion(door, site);
      return isUpToDate(version) ? null : outdatedMessage;
    });
    return toHealth([...checks, plugin], version, null);
  } catch (error) {
    if (!(error instanceof FailedChecks)) throw error;
    return toHealth([...checks, ...error.checks], known.pluginVersion, error.trouble);
  }
}

const outdatedMessage = `Version ${minimumPluginVersion} or newer is needed to suppress WooCommerce integrations.`;

/** Ends the checks: the last of `checks` failed. */
class FailedChecks extends Error {
  override readonly name = 'FailedChecks';
  readonly checks: readonly HealthCheck[];
  readonly trouble: ConnectionTrouble;

  constructor(checks: readonly HealthCheck[], trouble: ConnectionTrouble) {
    super(trouble.message, { cause: trouble });
    this.checks = checks;
    this.trouble = trouble;
  }
}

function toHealth(
  made: readonly HealthCheck[],
  version: string | null,
  trouble: ConnectionTrouble | null,
): SiteHealth {
  const errorCode = trouble?.errorCode ?? null;
  const missing = order.slice(made.length).map((name) => skipped(name));
  return {
    status: errorCode === null ? 'connected' : blockedCodes.has(errorCode) ? 'blocked' : 'disconnected',
    pluginVersion: version,
    pluginUpToDate: version === null ? null : isUpToDate(version),
    minimumPluginVersion,
    errorCode,
    blockedBy: trouble?.blockedBy ?? null,
    checks: [...made, ...missing],
  };
}

/** One visit of the front page tells of the name, the certificate and the server. */
async function checkFrontPage(door: PluginDoor, site: SiteAccess): Promise<readonly HealthCheck[]> {
  const startedAt = performance.now();
  try {
    const answer = await visitSite(door.outgoing, site, { url: site.url });
    const { dnsMs, tlsMs, totalMs } = answer.timings;
    const before = [passed('dns', dnsMs), tlsMs === null ? noTls : passed('tls', tlsMs)];
    const trouble = findBarrier(answer) ?? findHttpError(answer);
    if (trouble) throw new FailedChecks([...before, failed('http', trouble, totalMs)], trouble);
    return [...before, passed('http', totalMs)];
  } catch (error) {
    if (!(error instanceof ConnectionTrouble)) throw error;
    throw new FailedChecks(toFailedChecks(error, site, sinceStart(startedAt)), error);
  }
}

const noTls = skipped('tls', 'The website is not served over HTTPS.');

function findHttpError({ status }: OutgoingAnswer): ConnectionTrouble | null {
  if (status < 400) return null;
  return new ConnectionTrouble('http-error', `The website answered ${status}.`);
}

/** Which of the first three checks a front page without an answer failed, and which came before it. */
function toFailedChecks(
  trouble: ConnectionTrouble,
  site: SiteAccess,
  durationMs: number,
): readonly HealthCheck[] {
  const dnsMs = trouble.cause instanceof OutgoingFailure ? trouble.cause.dnsMs : null;
  if (dnsMs === null && isAtSite(trouble, site)) return [failed('dns', trouble, durationMs)];
  const dns = passed('dns', dnsMs ?? 0);
  const isHttps = site.url.startsWith('https:');
  if (trouble.errorCode === 'tls-error') return [dns, failed('tls', trouble, durationMs)];
  return [dns, isHttps ? skipped('tls') : noTls, failed('http', trouble, durationMs)];
}

/** A redirect to elsewhere can fail too, after the website's own name was found. */
function isAtSite(trouble: ConnectionTrouble, site: SiteAccess): boolean {
  return trouble.cause instanceof OutgoingFailure && new URL(site.url).href === trouble.cause.url;
}

/** Bots may be unwelcome: that stops test runs that respect it, not the connection. */
async function checkRobots(door: PluginDoor, site: SiteAccess): Promise<string | null> {
  const answer = await visitSite(door.outgoing, site, { url: new URL('/robots.txt', site.url).href });
  const isForbidden = answer.status === 200 && isDisallowed(answer.text, new URL(site.url).pathname);
  return isForbidden
    ? 'robots.txt disallows CheckView. Test runs that respect bot restrictions will fail.'
    : null;
}

async function checkRestApi(door: PluginDoor, site: SiteAccess): Promise<string | null> {
  const url = new URL('wp-json/?_fields=namespaces', site.url).href;
  const answer = await visitSite(door.outgoing, site, { url, headers: { accept: 'application/json' } });
  const barrier = findBarrier(answer);
  if (barrier) throw barrier;
  if (answer.status === 200 && Array.isArray(readObject(parseJson(answer.text))?.namespaces)) return null;
  const what = answer.status === 200 ? 'something else than its index' : String(answer.status);
  throw new ConnectionTrouble('rest-api-blocked', `The REST API of WordPress answered ${what}.`);
}

async function timed(name: HealthCheck['name'], check: () => Promise<string | null>): Promise<HealthCheck> {
  const startedAt = performance.now();
  try {
    const message = await check();
    return { name, status: 'passed', message, durationMs: sinceStart(startedAt) };
  } catch (error) {
    if (!(error instanceof ConnectionTrouble)) throw error;
    throw new FailedChecks([failed(name, error, sinceStart(startedAt))], error);
  }
}

function sinceStart(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

function passed(name: HealthCheck['name'], durationMs: number): HealthCheck {
  return { name, status: 'passed', message: null, durationMs };
}

function failed(name: HealthCheck['name'], trouble: ConnectionTrouble, durationMs: number): HealthCheck {
  return { name, status: 'failed', message: trouble.message, durationMs };
}

function skipped(name: HealthCheck['name'], message: string | null = null): HealthCheck {
  return { name, status: 'skipped', message, durationMs: null };
}
