/** The type and subtype of a media type in lower case, without parameters. */
export const essence = (mediaType: string): string => (mediaType.split(';')[0] ?? '').trim().toLowerCase();

export function isJsonMedia(mediaType: string): boolean {
  const name = essence(mediaType);
  return name === 'application/json' || /^[^/]+\/(json|.+\+json)$/.test(name);
}

export const isProblemMedia = (mediaType: string): boolean =>
  essence(mediaType) === 'application/problem+json';

/** Whether a declared media type, possibly a range such as `image/*`, covers an actual one. */
export function coversMedia(declared: string, actual: string): boolean {
  const range = essence(declared);
  const name = essence(actual);
  if (range === '*/*' || range === name) return true;
  return range.endsWith('/*') && name.startsWith(range.slice(0, -1));
}
