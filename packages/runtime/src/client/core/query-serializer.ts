import { type StyleOptions, writeParameter } from './parameter-styles.ts';

/** How lists and objects in the query are written. */
export interface QueryStyles {
  /** @default form, exploded: `id=1&id=2` */
  readonly array?: Pick<StyleOptions, 'style' | 'explode'>;
  /** @default deepObject: `filter[name]=x` */
  readonly object?: Pick<StyleOptions, 'style' | 'explode'>;
  /** Writes values as they are. @default false */
  readonly allowReserved?: boolean;
}

/** A function from query parameters to a query, without its question mark. `null` and empty lists are left out. */
export function createQuerySerializer(styles: QueryStyles = {}): (query: unknown) => string {
  const { array, object, allowReserved } = styles;
  const listStyle: StyleOptions = { style: 'form', explode: true, ...array, allowReserved };
  const objectStyle: StyleOptions = { style: 'deepObject', explode: true, ...object, allowReserved };
  return (query) => {
    const values = query as Readonly<Record<string, { toJSON?(): unknown } | null | undefined>>; // whatever it is, it has members
    const parts: string[] = [];
    for (const name in values) {
      const given = values[name];
      // What writes itself as JSON is a date: it has no parts of its own.
      const value: unknown = given?.toJSON ? given.toJSON() : given;
      const isList = Array.isArray(value);
      if (value == null || (isList && value.length === 0)) continue;
      parts.push(writeParameter(name, value, isList || typeof value !== 'object' ? listStyle : objectStyle));
    }
    return parts.join('&');
  };
}
