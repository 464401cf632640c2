import type { Parameter } from '@plumbline/openapi';

type Members = readonly (readonly [name: string, value: string])[];

/** One query parameter as `name=value` pieces, encoded; no pieces leave it out (OpenAPI 3.1.1, section 4.8.12.3). */
export function serializeQuery(parameter: Parameter, value: unknown): readonly string[] {
  const name = encodeText(parameter.name);
  const encodeValue = parameter.allowReserved ? encodeReserved : encodeText;
  if (parameter.in === 'querystring') return [querystring(value)];
  if (parameter.mediaType !== undefined) return [`${name}=${encodeValue(JSON.stringify(value))}`];
  if (Array.isArray(value)) {
    const items = value.map((item) => encodeValue(toText(item)));
    if (items.length === 0) return [];
    if (parameter.explode && parameter.style === 'form') return items.map((item) => `${name}=${item}`);
    return [`${name}=${items.join(queryDelimiter(parameter))}`];
  }
  const members = membersOf(value);
  if (!members) return [`${name}=${encodeValue(toText(value))}`];
  if (parameter.style === 'deepObject') {
    return members.map(([key, text]) => `${name}%5B${encodeText(key)}%5D=${encodeValue(text)}`);
  }
  if (parameter.explode) return members.map(([key, text]) => `${encodeText(key)}=${encodeValue(text)}`);
  const pieces = members.flatMap(([key, text]) => [encodeText(key), encodeValue(text)]);
  return [`${name}=${pieces.join(queryDelimiter(parameter))}`];
}

function querystring(value: unknown): string {
  const members = membersOf(value) ?? [];
  return members.map(([key, text]) => `${encodeText(key)}=${encodeText(text)}`).join('&');
}

function queryDelimiter({ style }: Parameter): string {
  if (style === 'spaceDelimited') return '%20';
  return style === 'pipeDelimited' ? '%7C' : ',';
}

/** A path parameter as it stands in the path, encoded. */
export function serializePath(parameter: Parameter, value: unknown): string {
  const { style, explode } = parameter;
  const encode = style === 'label' ? encodeDots : encodeText;
  const prefix = style === 'label' ? '.' : style === 'matrix' ? ';' : '';
  const separator = explode && prefix !== '' ? prefix : ',';
  const key = style === 'matrix' ? `${encode(parameter.name)}=` : '';
  if (Array.isArray(value)) {
    const items = value.map((item) => encode(toText(item)));
    return prefix + (explode ? items.map((item) => key + item).join(separator) : key + items.join(','));
  }
  const members = membersOf(value);
  if (!members) return prefix + key + encode(toText(value));
  const pairs = members.map(([name, text]) => `${encode(name)}${explode ? '=' : ','}${encode(text)}`);
  return prefix + (explode ? '' : key) + pairs.join(separator);
}

/** The value of a header or cookie parameter, not encoded. */
export function serializeSimple(parameter: Parameter, value: unknown): string {
  if (parameter.mediaType !== undefined) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(toText).join(',');
  const members = membersOf(value);
  if (!members) return toText(value);
  return members.map(([name, text]) => `${name}${parameter.explode ? '=' : ','}${text}`).join(',');
}

export function toText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value ?? '');
}

function membersOf(value: unknown): Members | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.entries(value).map(([name, member]) => [name, toText(member)]);
}

/** Dots divide the parts of a label. */
const encodeDots = (text: string): string => encodeText(text).replaceAll('.', '%2E');

/** Lone surrogates cannot be encoded; they travel as U+FFFD. */
const encodeText = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Keeps the reserved characters of RFC 3986 that do not end a query piece. */
const encodeReserved = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) =>
    decodeURIComponent(code),
  );
