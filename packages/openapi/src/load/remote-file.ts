import { lookup as dnsLookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { Budget } from './budget.ts';
import { LoadError, type LoadRule } from './load-problem.ts';
import { isPublicAddress } from './public-address.ts';

/** What fetching may cost, whatever the limits of the load: a server decides how long it takes. */
const remoteLimits = { milliseconds: 5_000, bytes: 5 * 1024 * 1024, hops: 3 };

export interface RemoteFiles {
  /** Hosts, with port where it is not the scheme's own. Empty: nothing is fetched. */
  readonly allowed: readonly string[];
  readonly budget: Budget;
  /** Every address of a name. @default the system's resolver */
  readonly resolveName?: (name: string) => Promise<readonly string[]>;
  /** @default isPublicAddress */
  readonly mayConnect?: (address: string) => boolean;
  /** @default 5000 */
  readonly milliseconds?: number;
}

export interface RemoteFile {
  readonly bytes: Buffer;
  readonly mimeType: string | undefined;
}

/**
 * Fetches one document. Every hop is held against the same policy, and the connection goes to the very
 * address that was checked, so that a name cannot change its answer in between.
 * @throws {LoadError} when the policy refuses it, or it does not come whole and in time
 */
export async function readRemoteFile(address: string, files: RemoteFiles): Promise<RemoteFile> {
  const signal = AbortSignal.timeout(files.milliseconds ?? remoteLimits.milliseconds);
  let url = checkUrl(address, address, files);
  files.budget.takeFile(address);
  for (let hop = 0; hop <= remoteLimits.hops; hop++) {
    const answer = await request(url, { file: address, files, signal });
    if (!('redirect' in answer)) {
      files.budget.takeBytes(address, answer.bytes.length);
      return answer;
    }
    url = checkUrl(new URL(answer.redirect, url).href, address, files);
  }
  return fail('remote-refused', address, `\`${address}\` redirects more than ${remoteLimits.hops} times.`);
}

function checkUrl(address: string, file: string, { allowed }: RemoteFiles): URL {
  if (!URL.canParse(address)) fail('ref-remote', file, `\`${address}\` names another host without a scheme.`);
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    fail('remote-refused', file, `\`${address}\` is not an HTTP address.`);
  }
  if (url.username || url.password) {
    fail('remote-refused', file, 'Addresses that carry credentials are not fetched.');
  }
  if (!allowed.some((host) => host.toLowerCase() === url.host)) {
    fail('ref-remote', file, `\`${url.origin}\` is not a host from which documents may be fetched.`);
  }
  return url;
}

interface Hop {
  readonly file: string;
  readonly files: RemoteFiles;
  readonly signal: AbortSignal;
}

async function request(url: URL, { file, files, signal }: Hop): Promise<RemoteFile | { redirect: string }> {
  try {
    const address = await inTime(checkedAddress(url, file, files), signal);
    const response = await send(url, address, signal);
    return await readResponse(response, url, file);
  } catch (error) {
    if (error instanceof LoadError) throw error;
    const isLate = signal.aborted;
    const reason = isLate ? 'did not answer in time' : `cannot be fetched (${describe(error)})`;
    return fail('remote-failed', file, `\`${url.href}\` ${reason}.`);
  }
}

/** The system's resolver cannot be told to stop, but it need not be waited for. */
function inTime<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([promise, late]);
}

const describe = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** The address to connect to, once all addresses of the name have been found public. */
async function checkedAddress(url: URL, file: string, files: RemoteFiles): Promise<string> {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const resolveName = files.resolveName ?? systemResolver;
  const mayConnect = files.mayConnect ?? isPublicAddress;
  const addresses = isIP(name) ? [name] : await resolveName(name);
  const [first] = addresses;
  if (first === undefined || !addresses.every(mayConnect)) {
    fail('remote-refused', file, `\`${url.host}\` is not on the public internet, so it is not fetched.`);
  }
  return first;
}

async function systemResolver(name: string): Promise<readonly string[]> {
  const found = await dnsLookup(name, { all: true });
  return found.map(({ address }) => address);
}

function send(url: URL, address: string, signal: AbortSignal): Promise<http.IncomingMessage> {
  const { request } = url.protocol === 'https:' ? https : http;
  const family = isIP(address);
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      agent: false,
      signal,
      headers: { accept: 'application/json, application/yaml, */*;q=0.1', 'accept-encoding': 'identity' },
      lookup: (_name, options, done) =>
        options.all ? done(null, [{ address, family }]) : done(null, address, family),
    });
    sent.on('response', resolve).on('error', reject).end();
  });
}

async function readResponse(
  response: http.IncomingMessage,
  url: URL,
  file: string,
): Promise<RemoteFile | { redirect: string }> {
  const status = response.statusCode ?? 0;
  const { location } = response.headers;
  if (status !== 200) {
    response.destroy();
    if (status >= 300 && status < 400 && location !== undefined) return { redirect: location };
    fail('remote-failed', file, `\`${url.href}\` answers with status ${status}.`);
  }
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    response.destroy();
    fail('remote-refused', file, `\`${url.href}\` answers compressed, although that was not asked for.`);
  }
  return { bytes: await readBody(response, url, file), mimeType: response.headers['content-type'] };
}

async function readBody(response: http.IncomingMessage, url: URL, file: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > remoteLimits.bytes) {
      response.destroy();
      fail('limit-file-bytes', file, `\`${url.href}\` sends more than ${remoteLimits.bytes} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const next = new Map<LoadRule, string>([
  ['limit-file-bytes', 'Copy the document beside the root document and refer to the copy.'],
]);

function fail(rule: LoadRule, file: string, message: string): never {
  const help = next.get(rule);
  throw new LoadError({ rule, message, place: { file, pointer: '' }, ...(help && { help }) });
}
