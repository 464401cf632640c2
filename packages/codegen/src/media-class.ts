/** How a body of a media type is held in memory by the server frame (`@plumbline/runtime/server`). */
export type MediaClass = 'json' | 'form' | 'text' | 'bytes';

export function mediaClass(mediaType: string): MediaClass {
  const essence = mediaType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (essence.endsWith('/json') || essence.endsWith('+json')) return 'json';
  if (essence === 'application/x-www-form-urlencoded' || essence === 'multipart/form-data') return 'form';
  return /^text\/|\/xml$|\+xml$/.test(essence) ? 'text' : 'bytes';
}
