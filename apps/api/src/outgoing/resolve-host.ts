import { lookup } from 'node:dns/promises';
import ipaddr from 'ipaddr.js';
import { type AddressPolicy, bareHost, isAllowedAddress } from './address-policy.ts';
import { OutgoingFailure } from './outgoing-failure.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: 4 | 6;
}

/** Turns a host name into all of its addresses. */
export type Resolver = (host: string) => Promise<readonly ResolvedAddress[]>;

/** The resolver of the operating system, as other programs of this machine see the name. */
export const systemResolver: Resolver = async (host) => {
  const found = await lookup(host, { all: true, order: 'ipv4first' });
  return found.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }));
};

/**
 * The addresses a connection may use. One forbidden address refuses them all: a name that is public and
 * private at once is an attack, not a mistake.
 *
 * @throws {OutgoingFailure}
 */
export async function resolveHost(
  url: URL,
  rules: { readonly policy: AddressPolicy; readonly resolver: Resolver },
): Promise<readonly ResolvedAddress[]> {
  const host = bareHost(url);
  const addresses = ipaddr.isValid(host) ? [toAddress(host)] : await lookUp(url, host, rules.resolver);
  const forbidden = addresses.some(({ address }) => !isAllowedAddress(address, rules.policy));
  if (!forbidden) return addresses;
  throw new OutgoingFailure(
    'refused-address',
    url.href,
    `The host ${host} has an address that is not public and is not visited.`,
  );
}

async function lookUp(url: URL, host: string, resolver: Resolver): Promise<readonly ResolvedAddress[]> {
  const addresses = await resolver(host).catch((cause: unknown) => {
    throw new OutgoingFailure('dns-failed', url.href, `The host name ${host} cannot be resolved.`, { cause });
  });
  if (addresses.length > 0) return addresses;
  throw new OutgoingFailure('dns-failed', url.href, `The host name ${host} has no address.`);
}

function toAddress(address: string): ResolvedAddress {
  return { address, family: ipaddr.parse(address).kind() === 'ipv6' ? 6 : 4 };
}
