import ipaddr from 'ipaddr.js';

/** Where the door may go. */
export interface AddressPolicy {
  /**
   * Whether this machine itself (127.0.0.0/8, ::1, `localhost`) may be visited, on any port. For development
   * only: with it a customer's URL reaches what listens here.
   *
   * @default false
   */
  readonly allowLoopback?: boolean;
}

/** Why a URL is no allowed target; the sentence continues the name of a field: `must …`. */
export interface TargetRefusal {
  readonly code: 'scheme' | 'credentials' | 'port' | 'address';
  readonly message: string;
}

/** Ports of web servers; others belong to services that must not be reached through this door. */
const webPorts = new Set(['', '80', '443', '8080', '8443']);

/** Names that never leave the machine or its network (RFC 6761, RFC 6762, RFC 8375, RFC 9476). */
const localNames =
  /(?:^|\.)(?:localhost|local|internal|intranet|lan|home\.arpa|localdomain|alt|onion|invalid)$/;

/** Cloud metadata services inside ranges that are public by their number alone. */
const metadataAddresses = new Set(['168.63.129.16']);

/**
 * What can be refused of a URL without a look at DNS. The URL parser turns every spelling of an address
 * (`127.1`, `0x7f.1`, `2130706433`, `①②⑦.0.0.1`) into one, so only that one is judged.
 */
export function checkTarget(url: string | URL, policy: AddressPolicy = {}): TargetRefusal | null {
  const target = typeof url === 'string' ? parseUrl(url) : url;
  if (!target || !isHttp(target)) return refuse('scheme', 'must be an http or https URL');
  if (target.username || target.password) {
    return refuse('credentials', 'must not hold a user name or password');
  }
  const host = bareHost(target);
  if (policy.allowLoopback && isLoopbackHost(host)) return null;
  if (!webPorts.has(target.port)) return refuse('port', 'must use port 80, 443, 8080 or 8443');
  if (ipaddr.isValid(host)) {
    return isPublicAddress(host) ? null : refuse('address', 'must have a public address');
  }
  // A name without a dot is completed from the search list of this machine's resolver.
  if (!host.includes('.') || localNames.test(host)) return refuse('address', 'must have a public host name');
  return null;
}

/** Whether a resolved address may be connected to. */
export function isAllowedAddress(address: string, policy: AddressPolicy): boolean {
  if (policy.allowLoopback && isLoopbackAddress(address)) return true;
  return isPublicAddress(address);
}

/**
 * An allow-list: only addresses in no special range at all. Addresses that carry an IPv4 address inside
 * (mapped, NAT64, 6to4, Teredo) are special ranges too, so they are refused whatever they carry.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (parsed.kind() === 'ipv4') return !metadataAddresses.has(parsed.toString());
  // Only 2000::/3 is given out for the public Internet (RFC 4291, section 2.4).
  return ((parsed.toByteArray()[0] ?? 0) & 0xe0) === 0x20;
}

/** The host of a URL without the brackets of IPv6 and the final dot of DNS. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || isLoopbackAddress(host);
}

function isLoopbackAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';
}

function isHttp(url: URL): boolean {
  return url.protocol === 'http:' || url.protocol === 'https:';
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function refuse(code: TargetRefusal['code'], message: string): TargetRefusal {
  return { code, message };
}
