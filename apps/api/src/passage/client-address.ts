import type { IncomingRequest } from '@plumbline/runtime/server';
import ipaddr from 'ipaddr.js';

/** Whether the address at the other end of a connection is a proxy that says who is behind it. */
export type IsTrusted = (address: string) => boolean;

/** @throws Error for what is neither an address nor a range in CIDR notation. */
export function trustOnly(proxies: readonly string[]): IsTrusted {
  const ranges = proxies.map((text) => (text.includes('/') ? ipaddr.parseCIDR(text) : wholeAddress(text)));
  return (text) => {
    const address = ipaddr.process(text);
    return ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
  };
}

function wholeAddress(text: string): ReturnType<typeof ipaddr.parseCIDR> {
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/**
 * The address that a request comes from: the nearest one in `X-Forwarded-For` that no trusted proxy
 * stands for. What is further away was written by whoever sent the request.
 */
export function clientAddress(request: IncomingRequest, isTrusted: IsTrusted): string | null {
  const { peer } = request;
  if (peer === null || !isTrusted(peer)) return peer;
  const forwarded = (request.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim());
  let nearest = peer;
  for (const address of forwarded.reverse()) {
    if (!ipaddr.isValid(address)) return nearest;
    nearest = address;
    if (!isTrusted(address)) return nearest;
  }
  return nearest;
}

/** Addresses that one client has at its disposal, as one: of IPv6 everybody gets a /64 at least. */
export function toClientNetwork(address: string): string {
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${parsed.toNormalizedString().split(':').slice(0, 4).join(':')}::/64`;
}
