import {
  type StyleOptions,
  serializeArrayParam,
  serializeObjectParam,
  serializePrimitiveParam,
} from './parameter-styles.ts';

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
  const allowReserved = styles.allowReserved ?? false;
  const list: StyleOptions = { style: 'form', explode: true, ...styles.array, allowReserved };
  const object: StyleOptions = { style: 'deepObject', explode: true, ...styles.object, allowReserved };
  return (query) => {
    const parts: string[] = [];
    for (const [name, given] of Object.entries(query ?? {})) {
      // A date, which has no parts of its own to write.
      const value: unknown = given?.toJSON ? given.toJSON() : given;
      if (value == null || (Array.isArray(value) && value.length === 0)) continue;
      if (Array.isArray(value)) parts.push(serializeArrayParam(name, value, list));
      else if (typeof value === 'object') parts.push(serializeObjectParam(name, value, object));
      else parts.push(serializePrimitiveParam(name, value, { allowReserved }));
    }
    return parts.join('&');
  };
}
