import { serializeArrayParam, serializeObjectParam, serializePrimitiveParam } from './parameter-styles.ts';

/**
 * Puts parameters into a path template. The template may name a style as RFC 6570 does: `{id}` simple, `{.id}`
 * label, `{;id}` matrix, each with `*` behind the name to explode. Parameters without a value stay as they are.
 */
export function defaultPathSerializer(
  pathname: string,
  parameters: Readonly<Record<string, unknown>>,
): string {
  return pathname.replace(
    /\{([.;]?)([^{}]+?)(\*?)\}/g,
    (whole, prefix: string, name: string, star: string) => {
      const value = parameters?.[name];
      if (value == null) return whole;
      const style = prefix === '.' ? 'label' : prefix ? 'matrix' : 'simple';
      if (Array.isArray(value)) return serializeArrayParam(name, value, { style, explode: star !== '' });
      if (typeof value === 'object')
        return serializeObjectParam(name, value, { style, explode: star !== '' });
      return (
        prefix +
        (style === 'matrix' ? serializePrimitiveParam(name, value) : encodeURIComponent(String(value)))
      );
    },
  );
}
