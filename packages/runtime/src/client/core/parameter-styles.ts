type Style = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

export interface StyleOptions {
  readonly style: Style;
  readonly explode: boolean;
  /** Writes values as they are, `&` and `#` too. @default false */
  readonly allowReserved?: boolean;
}

/** What stands between exploded values; between all others a comma, unless the style has another delimiter. */
const joints: Partial<Record<Style, string>> = { simple: ',', label: '.', matrix: ';' };
const delimiters: Partial<Record<Style, string>> = { spaceDelimited: '%20', pipeDelimited: '|' };

const encode = (value: unknown, isRaw?: boolean): string =>
  isRaw ? String(value) : encodeURIComponent(String(value));

/**
 * `name=value`, or nothing without a value.
 * @throws {TypeError} for an object or a list, which have styles of their own
 */
export function serializePrimitiveParam(
  name: string,
  value: unknown,
  options?: { readonly allowReserved?: boolean },
): string {
  if (value == null) return '';
  if (typeof value === 'object') {
    throw new TypeError(
      `\`${name}\` holds objects or lists inside of an object or a list, which no style can write: give a querySerializer.`,
    );
  }
  return `${name}=${encode(value, options?.allowReserved)}`;
}

/** An object in one of the styles of OpenAPI 3.1, "Style Values". */
export function serializeObjectParam(name: string, value: unknown, options: StyleOptions): string {
  if (!value || typeof value !== 'object') return '';
  const { style, explode, allowReserved } = options;
  const entries = Object.entries(value);
  if (style !== 'deepObject' && !explode) {
    const list = entries.flatMap(([key, part]) => [key, encode(part, allowReserved)]).join(',');
    return opening(name, style) + list;
  }
  const pairs = entries.map(([key, part]) =>
    serializePrimitiveParam(style === 'deepObject' ? `${name}[${key}]` : key, part, options),
  );
  return joinExploded(pairs, style);
}

/** A list in one of the styles of OpenAPI 3.1, "Style Values". */
export function serializeArrayParam(name: string, value: unknown, options: StyleOptions): string {
  if (!Array.isArray(value)) return '';
  const { style, explode, allowReserved } = options;
  const encoded = () => value.map((part) => encode(part, allowReserved));
  if (!explode) return opening(name, style) + encoded().join(delimiters[style] ?? ',');
  const isBare = style === 'simple' || style === 'label';
  return joinExploded(
    isBare ? encoded() : value.map((part) => serializePrimitiveParam(name, part, options)),
    style,
  );
}

function opening(name: string, style: Style): string {
  if (style === 'simple') return '';
  if (style === 'label') return '.';
  return `${style === 'matrix' ? ';' : ''}${name}=`;
}

function joinExploded(parts: readonly string[], style: Style): string {
  const joint = joints[style] ?? '&';
  const opens = style === 'label' || style === 'matrix';
  return (opens ? joint : '') + parts.filter((part) => part !== '' || style === 'simple').join(joint);
}
