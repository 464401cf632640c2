import type { ParameterLocation, ParameterStyle } from './api-model.ts';

/** Which styles each location knows, its default first (OpenAPI 3.2, "Style Values"). */
export const stylesByLocation: Readonly<Record<ParameterLocation, readonly ParameterStyle[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
  querystring: ['form'],
};

export const isLocation = (text: string | undefined): text is ParameterLocation =>
  text !== undefined && Object.hasOwn(stylesByLocation, text);

export const styleNamed = (
  location: ParameterLocation,
  text: string | undefined,
): ParameterStyle | undefined => stylesByLocation[location].find((style) => style === text);

export const defaultStyle = (location: ParameterLocation): ParameterStyle =>
  stylesByLocation[location][0] ?? 'form';

/** `explode` is on by default where a list is written as repeated names. */
export const defaultExplode = (style: ParameterStyle): boolean => style === 'form' || style === 'cookie';
