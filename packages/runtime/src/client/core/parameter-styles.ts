type Style = 'simple' | 'label' | 'matrix' | 'form' | 'spaceDelimited' | 'pipeDelimited' | 'deepObject';

export interface StyleOptions {
  readonly style: Style;
  readonly explode: boolean;
  /** Writes values as they are, `&` and `#` too. @default false */
  readonly allowReserved?: boolean | undefined;
}

type Table = Partial<Record<Style, string>>;
/** Before the first exploded part and between them. */
const openings: Table = { label: '.', matrix: ';' };
/** Between parts that are not exploded; without an entry a comma. */
const delimiters: Table = { spaceDelimited: '%20', pipeDelimited: '|' };

/**
 * Writes a value in one of the styles of OpenAPI 3.1, "Style Values". Members without a value are left out.
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
  const isSimple = style === 'simple';
  const naming = isSimple || style === 'label' ? '' : `${name}=`;
  if (typeof value !== 'object' || !value) return opening + naming + encode(value);
  const isList = Array.isArray(value);
  const isDeep = style === 'deepObject';
  const isWhole = !explode && !isDeep; // one name for all parts
  const joint = isWhole ? (delimiters[style] ?? ',') : opening || (isSimple ? ',' : '&');
  const parts: readonly string[] = isList
    ? value.filter(isGiven).map((part) => (isWhole ? '' : naming) + encode(part))
    : Object.entries(value)
        .filter(([, part]) => isGiven(part))
        .map(([key, part]) => {
          const label = isDeep ? `${name}[${encode(key)}]` : encode(key);
          return label + (isWhole ? joint : '=') + encode(part);
        });
  return opening + (isWhole ? naming : '') + parts.join(joint);
}

const isGiven = (part: unknown) => part != null;

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
