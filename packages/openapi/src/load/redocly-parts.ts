/**
 * The few parts of Redocly's library that reading needs. Imported by its name the library brings its linter, its
 * rules and GraphQL along, which takes seven times as long as these parts and is most of what a small description
 * takes to be read. It exports no parts, so they are imported by their place; its version is pinned.
 */
type Redocly = typeof import('@redocly/openapi-core');

const library = import.meta.resolve('@redocly/openapi-core');

// Safe: the types are those of the very exports that the library's index takes from the file.
const part = async <Names extends keyof Redocly>(file: string): Promise<Pick<Redocly, Names>> =>
  (await import(new URL(file, library).href)) as Pick<Redocly, Names>;

export const { getTypes } = await part<'getTypes'>('./oas-types.js');
export const { normalizeTypes } = await part<'normalizeTypes'>('./types/index.js');
export const { BaseResolver, Source } = await part<'BaseResolver' | 'Source'>('./resolve.js');
export const { isMappingRef } = await part<'isMappingRef'>('./ref-utils.js');
