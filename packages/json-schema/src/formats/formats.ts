import { fullFormats } from 'ajv-formats/dist/formats.js';
import { isUri, isUriReference } from './uri.ts';

/** A format that is checked: for strings or for numbers. */
export type FormatCheck =
  | { readonly type: 'string'; readonly validate: (value: string) => boolean }
  | { readonly type: 'number'; readonly validate: (value: number) => boolean };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const BASE64URL = /^[A-Za-z0-9_-]*={0,2}$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)\.){3}(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)$/;
const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const QUOTED_LOCAL_PART = /^"(?:[^"\\\r\n]|\\[^\r\n])*"$/;
const DURATION =
  /^P(?:\d+W|(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)(?:T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?|T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))$/;
const URI_TEMPLATE =
  /^(?:[^\p{Cc}\p{Zs}"<>%\\^`{|}]|%[0-9a-f]{2}|\{[+#./;?&=,!@|]?(?:\w|%[0-9a-f]{2})(?:\.?(?:\w|%[0-9a-f]{2}))*(?::[1-9]\d{0,3}|\*)?(?:,(?:\w|%[0-9a-f]{2})(?:\.?(?:\w|%[0-9a-f]{2}))*(?::[1-9]\d{0,3}|\*)?)*\})*$/iu;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/i;
const DATE = /^\d{4}-\d\d-\d\d$/;
const CONTROL_LETTER_Z = /\\[aZ]/;

/**
 * The formats that are asserted, by name. Those of JSON Schema follow its section 7.3, those of OpenAPI the
 * format registry of the OpenAPI Initiative.
 */
export const formats: Readonly<Record<string, FormatCheck>> = Object.freeze({
  date: text(isDate),
  time: text(isTime),
  'date-time': text(isDateTime),
  duration: text((value) => DURATION.test(value)),
  email: text(isEmail),
  hostname: text(isHostname),
  ipv4: text((value) => IPV4.test(value)),
  ipv6: text(fromLibrary('ipv6')),
  uri: text(isUri),
  url: text(isUri),
  'uri-reference': text(isUriReference),
  'uri-template': text((value) => URI_TEMPLATE.test(value)),
  uuid: text((value) => UUID.test(value)),
  'json-pointer': text(fromLibrary('json-pointer')),
  'relative-json-pointer': text(fromLibrary('relative-json-pointer')),
  regex: text(isRegex),
  byte: text((value) => value.length % 4 === 0 && BASE64.test(value)),
  base64url: text((value) => BASE64URL.test(value)),
  int8: integer(-128, 127),
  int16: integer(-32_768, 32_767),
  int32: integer(-2_147_483_648, 2_147_483_647),
  // Beyond 2^53 a JSON number arrives rounded, so the exact bounds of int64 cannot be told apart.
  int64: integer(-(2 ** 63), 2 ** 63),
  uint8: integer(0, 255),
  uint16: integer(0, 65_535),
  uint32: integer(0, 4_294_967_295),
  uint64: integer(0, 2 ** 64),
  float: number((value) => Math.abs(value) <= 3.402_823_466_385_288_6e38),
  double: number((value) => Number.isFinite(value)),
});

/**
 * Formats that are known and deliberately not asserted, with the reason. A tool that proves a contract reports a
 * value under one of these, or under an unknown format, as unproven.
 */
export const annotationFormats: ReadonlyMap<string, string> = new Map([
  ['iri', 'international resource identifiers need the tables of RFC 3987'],
  ['iri-reference', 'international resource identifiers need the tables of RFC 3987'],
  ['idn-email', 'international addresses need the tables of RFC 6531 and IDNA2008'],
  ['idn-hostname', 'international host names need the tables of IDNA2008'],
  ['binary', 'octets outside of JSON: every string is admitted'],
  ['password', 'a hint to the user interface only'],
  ['char', 'not defined for characters outside the basic plane'],
  ['commonmark', 'every text is CommonMark'],
  ['html', 'every text is HTML to a browser'],
]);

/** Whether values under this format are really checked. */
export function isAssertedFormat(name: string): boolean {
  return Object.hasOwn(formats, name);
}

function text(validate: (value: string) => boolean): FormatCheck {
  return { type: 'string', validate };
}

function number(validate: (value: number) => boolean): FormatCheck {
  return { type: 'number', validate };
}

function integer(minimum: number, maximum: number): FormatCheck {
  return number((value) => Number.isInteger(value) && value >= minimum && value <= maximum);
}

/** A check from ajv-formats that is a plain function or expression. */
function fromLibrary(name: string): (value: string) => boolean {
  const check: unknown = Object.entries(fullFormats).find(([key]) => key === name)?.[1];
  if (check instanceof RegExp) return (value) => check.test(value);
  // The library types its formats as a union with async ones; this table only names synchronous ones.
  if (typeof check === 'function') return (value) => Boolean(check(value));
  throw new Error(`ajv-formats no longer has the format "${name}" as a plain check`);
}

function isDate(value: string): boolean {
  if (!DATE.test(value)) return false;
  const [year = 0, month = 0, day = 0] = value.split('-').map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** `full-time` of RFC 3339, section 5.6; a leap second only where it is 23:59:60 in UTC. */
function isTime(value: string): boolean {
  const parts = TIME.exec(value);
  if (!parts) return false;
  const [hour, minute, second] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const [offsetHour, offsetMinute] = [Number(parts[5] ?? 0), Number(parts[6] ?? 0)];
  if (hour > 23 || minute > 59 || offsetHour > 23 || offsetMinute > 59) return false;
  if (second < 60) return true;
  const offset = (offsetHour * 60 + offsetMinute) * (parts[4] === '-' ? -1 : 1);
  return second === 60 && (hour * 60 + minute - offset + 2880) % 1440 === 1439;
}

function isDateTime(value: string): boolean {
  const separator = value[10];
  return (separator === 'T' || separator === 't') && isDate(value.slice(0, 10)) && isTime(value.slice(11));
}

/** RFC 1123 host names: letters, digits and inner hyphens, 63 octets a label, 253 in all. */
function isHostname(value: string): boolean {
  return value.length <= 253 && value.split('.').every((label) => HOST_LABEL.test(label));
}

/** `Mailbox` of RFC 5321, section 4.1.2, with a domain name or an address literal. */
function isEmail(value: string): boolean {
  const at = value.lastIndexOf('@');
  if (at < 1 || value.length > 254) return false;
  const local = value.slice(0, at);
  const domain = value.slice(at + 1);
  if (!LOCAL_PART.test(local) && !QUOTED_LOCAL_PART.test(local)) return false;
  return isHostname(domain) || isAddressLiteral(domain);
}

function isAddressLiteral(domain: string): boolean {
  if (!domain.startsWith('[') || !domain.endsWith(']')) return false;
  const address = domain.slice(1, -1);
  if (/^ipv6:/i.test(address)) return fromLibrary('ipv6')(address.slice(5));
  return IPV4.test(address);
}

/** An ECMA-262 expression with Unicode semantics; `\a` and `\Z` belong to other dialects. */
function isRegex(value: string): boolean {
  if (CONTROL_LETTER_Z.test(value)) return false;
  try {
    new RegExp(value, 'u');
    return true;
  } catch {
    return false;
  }
}
