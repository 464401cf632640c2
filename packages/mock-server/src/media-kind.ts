/** How a body of a media type is written. */
export type MediaKind =
  | 'json'
  | 'xml'
  | 'form'
  | 'multipart'
  | 'lines'
  | 'records'
  | 'events'
  | 'text'
  | 'binary';

const KINDS: readonly (readonly [RegExp, MediaKind])[] = [
  [/^[^;]*[/+]json$/, 'json'],
  [/^[^;]*[/+]xml$/, 'xml'],
  [/^application\/x-www-form-urlencoded$/, 'form'],
  [/^multipart\//, 'multipart'],
  [/^application\/(jsonl|x-ndjson|ndjson|x-jsonlines)$/, 'lines'],
  [/^application\/([^;]*\+)?json-seq$/, 'records'],
  [/^text\/event-stream$/, 'events'],
  [/^text\//, 'text'],
];

export function mediaKind(mediaType: string): MediaKind {
  const essence = essenceOf(mediaType);
  return KINDS.find(([pattern]) => pattern.test(essence))?.[1] ?? 'binary';
}

export function essenceOf(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** What stands for a range that neither description nor client narrows down. */
const EXAMPLES_OF_RANGES = new Map([
  ['*/*', 'application/json'],
  ['application/*', 'application/json'],
  ['text/*', 'text/plain'],
  ['image/*', 'image/png'],
  ['audio/*', 'audio/mpeg'],
  ['font/*', 'font/woff2'],
  ['video/*', 'video/mp4'],
]);

/** A media type to send for a declared one, which may be a range: the first that the client names, or a usual one. */
export function concreteMediaType(declared: string, accept: string | null): string {
  const range = essenceOf(declared);
  if (!range.includes('*')) return declared;
  const prefix = range === '*/*' ? '' : range.slice(0, -1);
  const named = (accept ?? '').split(',').map(essenceOf);
  const asked = named.find(
    (type) => !type.includes('*') && /^[\w.+-]+\/[\w.+-]+$/.test(type) && type.startsWith(prefix),
  );
  return asked ?? EXAMPLES_OF_RANGES.get(range) ?? 'application/octet-stream';
}
