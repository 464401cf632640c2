import { fullFormats } from 'ajv-formats/dist/formats.js';

/** The five parts of a URI reference (RFC 3986, appendix B). */
const PARTS = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su;
const SCHEME = /^[a-z][a-z0-9+.-]*$/i;
const USER_INFORMATION = /^(?:[\w\-.~!$&'()*+,;=:]|%[0-9a-f]{2})*$/i;
const REGISTERED_NAME = /^(?:[\w\-.~!$&'()*+,;=]|%[0-9a-f]{2})*$/i;
const PATH = /^(?:[\w\-.~!$&'()*+,;=:@/]|%[0-9a-f]{2})*$/i;
const QUERY_OR_FRAGMENT = /^(?:[\w\-.~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
const FUTURE_ADDRESS = /^v[0-9a-f]+\.[\w\-.~!$&'()*+,;=:]+$/i;
const LEADING_ZERO = /(?:^|[:.])0\d+(?:\.|$)/;

/** An absolute URI, with or without fragment (RFC 3986, section 3). */
export function isUri(value: string): boolean {
  return PARTS.exec(value)?.[1] !== undefined && isUriReference(value);
}

/** A URI or a relative reference (RFC 3986, section 4.1). */
export function isUriReference(value: string): boolean {
  const [, scheme, authority, path = '', query = '', fragment = ''] = PARTS.exec(value) ?? [];
  if (scheme !== undefined && !SCHEME.test(scheme)) return false;
  if (authority !== undefined && !isAuthority(authority)) return false;
  return PATH.test(path) && QUERY_OR_FRAGMENT.test(query) && QUERY_OR_FRAGMENT.test(fragment);
}

function isAuthority(authority: string): boolean {
  const at = authority.indexOf('@');
  if (at >= 0 && !USER_INFORMATION.test(authority.slice(0, at))) return false;
  const match = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(authority.slice(at + 1));
  const host = match?.[1];
  if (host === undefined) return false;
  return host.startsWith('[') ? isAddress(host.slice(1, -1)) : REGISTERED_NAME.test(host);
}

function isAddress(address: string): boolean {
  const { ipv6 } = fullFormats;
  if (FUTURE_ADDRESS.test(address)) return true;
  return (
    ipv6 instanceof RegExp && ipv6.test(address) && !(address.includes('.') && LEADING_ZERO.test(address))
  );
}
