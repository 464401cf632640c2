import { writeParameter } from './parameter-styles.ts';

const template = /\{([.;]?)([^{}]+?)(\*?)\}/g;

/**
 * Puts parameters into a path template. The template may name a style as RFC 6570 does: `{id}` simple, `{.id}`
 * label, `{;id}` matrix, each with `*` behind the name to explode. Parameters without a value stay as they are.
 */
export const defaultPathSerializer = (
  pathname: string,
  parameters: Readonly<Record<string, unknown>>,
): string =>
  pathname.replace(template, (whole, prefix: string, name: string, star: string) => {
    const style = prefix === '.' ? 'label' : prefix ? 'matrix' : 'simple';
    const value = parameters?.[name];
    return value == null ? whole : writeParameter(name, value, { style, explode: star !== '' });
  });
