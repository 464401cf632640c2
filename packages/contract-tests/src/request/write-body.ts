import type { MediaType, Operation } from '@plumbline/openapi';
import { essence, isJsonMedia } from '../check/media-type.ts';
import type { DraftBody } from './draft.ts';
import { toText } from './serialize-parameter.ts';

export interface WrittenBody {
  readonly contentType: string;
  readonly text: string;
}

/** Whether the suite can write a body of this media type. */
export function isWritable(mediaType: string): boolean {
  const name = essence(mediaType);
  return (
    isJsonMedia(name) ||
    name === formUrlencoded ||
    name === formData ||
    name.startsWith('text/') ||
    mediaType === '*/*'
  );
}

export function writeBody(body: DraftBody): WrittenBody {
  const { mediaType } = body;
  if (body.kind === 'text') return { contentType: mediaType, text: body.text };
  const name = essence(mediaType);
  if (name === formUrlencoded) return { contentType: mediaType, text: writeForm(body.value) };
  if (name === formData) return writeMultipart(body.value);
  if (name.startsWith('text/'))
    return { contentType: concrete(mediaType, 'text/plain'), text: toText(body.value) };
  return { contentType: concrete(mediaType, 'application/json'), text: JSON.stringify(body.value) };
}

const formUrlencoded = 'application/x-www-form-urlencoded';
const formData = 'multipart/form-data';

const concrete = (mediaType: string, example: string): string =>
  mediaType.includes('*') ? example : mediaType;

function writeForm(value: unknown): string {
  const form = new URLSearchParams();
  for (const [name, member] of members(value)) {
    for (const item of Array.isArray(member) ? member : [member]) form.append(name, toText(item));
  }
  return form.toString();
}

/** RFC 7578. The boundary is fixed, so that the same seed sends the same bytes; a value that holds it is cut there. */
function writeMultipart(value: unknown): WrittenBody {
  const boundary = 'plumbline-7f3a9c51d2e84b06';
  const parts = members(value).map(([name, member]) => {
    const isStructured = typeof member === 'object' && member !== null;
    const type = isStructured ? '\r\nContent-Type: application/json' : '';
    const text = toText(member).replaceAll(boundary, '');
    return `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"${type}\r\n\r\n${text}\r\n`;
  });
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    text: `${parts.join('')}--${boundary}--\r\n`,
  };
}

const quoted = (name: string): string =>
  name.replaceAll('"', '%22').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

function members(value: unknown): readonly (readonly [string, unknown])[] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

/** The first media type of an operation's body that can be written. `fetch` sends no body with GET and HEAD. */
export function writableMedia({ method, requestBody }: Operation): MediaType | undefined {
  if (method === 'GET' || method === 'HEAD') return undefined;
  const content = requestBody?.content ?? [];
  return (
    content.find(({ mediaType }) => isJsonMedia(mediaType)) ??
    content.find(({ mediaType }) => isWritable(mediaType))
  );
}
