type Style = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

export interface StyleOptions {
  readonly style: Style;
  readonly explode: boolean;
  /** Writes values as they are, `&` and `#` too. @default false */
  readonly allowReserved?: boolean;
}

type Table = Partial<Record<Style, string>>;
const openings: Table = { label: '.', matrix: ';' };
/** Between exploded parts; without an entry `&`. */
const joints: Table = { ...openings, simple: ',' };
/** Between parts that are not exploded; without an entry a comma. */
const delimiters: Table = { spaceDelimited: '%20', pipeDelimited: '|' };

/**
 * Writes a value in one of the styles of OpenAPI 3.1, "Style Values".
 * @throws {TypeError} for objects and lists inside of an object or a list, which no style can write
 */
export function writeParameter(
  name: string,
  value: unknown,
  { style, explode, allowReserved }: StyleOptions,
): string {
  const encode = (part: unknown): string => {
    if (part && typeof part === 'object') throw new TypeError(`${name}: nested, give a querySerializer`);
    return allowReserved ? String(part) : encodeURIComponent(String(part));
  };
  const opening = openings[style] ?? '';
  const naming = style === 'simple' || style === 'label' ? '' : `${name}=`;
  const isDeep = style === 'deepObject';
  if (typeof value !== 'object' || !value) return opening + naming + encode(value);
  const isList = Array.isArray(value);
  if (!explode && !isDeep) {
    const parts = isList ? value : Object.entries(value).flat();
    return opening + naming + parts.map(encode).join(delimiters[style] ?? ',');
  }
  const written: string[] = [];
  for (const [key, part] of Object.entries(value)) {
    const label = isList ? naming : `${isDeep ? `${name}[${encode(key)}]` : encode(key)}=`;
    if (part != null) written.push(label + encode(part));
  }
  return opening + written.join(joints[style] ?? '&');
}

/** `name=value`, or nothing without a value. */
export const serializePrimitiveParam = (
  name: string,
  value: unknown,
  options?: { readonly allowReserved?: boolean },
): string =>
  value == null ? '' : writeParameter(name, value, { style: 'form', explode: false, ...options });

/** An object in one of the styles. */
export const serializeObjectParam = (name: string, value: unknown, options: StyleOptions): string =>
  value && typeof value === 'object' ? writeParameter(name, value, options) : '';

/** A list in one of the styles. */
export const serializeArrayParam = (name: string, value: unknown, options: StyleOptions): string =>
  Array.isArray(value) ? writeParameter(name, value, options) : '';
