import { serialize as serializeAsPrism } from '@stoplight/prism-http-server/dist/serialize.js';
import { asList, isObject, member } from '../json.ts';
import { type MediaKind, mediaKind } from '../media-kind.ts';

/** A body as the runtime sends it: a value for JSON, else text or bytes. */
export function writeBody(value: unknown, contentType: string): unknown {
  const kind = mediaKind(contentType);
  if (kind === 'json') return value;
  if (typeof value === 'string') return kind === 'binary' ? new TextEncoder().encode(value) : value;
  return WRITERS[kind](value, contentType);
}

const WRITERS: Readonly<
  Record<Exclude<MediaKind, 'json'>, (value: unknown, contentType: string) => string | Uint8Array>
> = {
  // The same elements as from Prism, so that a client which reads its XML reads ours.
  xml: (value) => String(serializeAsPrism(value, 'application/xml')),
  form: (value) => new URLSearchParams(fieldsOf(value)).toString(),
  multipart: (value, contentType) => writeMultipart(value, contentType),
  lines: (value) =>
    itemsOf(value)
      .map((item) => `${JSON.stringify(item)}\n`)
      .join(''),
  // RFC 7464, section 2.2
  records: (value) =>
    itemsOf(value)
      .map((item) => `\u001e${JSON.stringify(item)}\n`)
      .join(''),
  events: (value) => itemsOf(value).map(writeEvent).join(''),
  text: textOf,
  binary: (value) => new TextEncoder().encode(textOf(value)),
};

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

const fieldsOf = (value: unknown): [string, string][] =>
  Object.entries(isObject(value) ? value : {}).flatMap(([name, field]) =>
    (Array.isArray(field) ? asList(field) : [field]).map((one): [string, string] => [name, textOf(one)]),
  );

const BOUNDARY = 'plumbline-mock-boundary';

/** The content type that goes with `writeBody`: a multipart body names its boundary. */
export function sentContentType(contentType: string): string {
  const isUnbound = mediaKind(contentType) === 'multipart' && !/boundary=/i.test(contentType);
  return isUnbound ? `${contentType}; boundary=${BOUNDARY}` : contentType;
}

function writeMultipart(value: unknown, contentType: string): string {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1] ?? BOUNDARY;
  const parts = fieldsOf(value).map(([name, text]) => {
    const quoted = name.replaceAll('"', '%22').replaceAll(/[\r\n]/g, ' ');
    return `--${boundary}\r\nContent-Disposition: form-data; name="${quoted}"\r\n\r\n${text}\r\n`;
  });
  return `${parts.join('')}--${boundary}--\r\n`;
}

/** The fields of a server-sent event (WHATWG HTML, section 9.2.6); anything else becomes its data. */
function writeEvent(item: unknown): string {
  const isEvent = isObject(item) && Object.hasOwn(item, 'data');
  const fields = ['event', 'id', 'retry'].flatMap((name) => {
    const field = isEvent ? member(item, name) : undefined;
    return field === undefined ? [] : [`${name}: ${textOf(field).replaceAll(/[\r\n]+/g, ' ')}\n`];
  });
  const data = textOf(isEvent ? item.data : item).split(/\r\n|\r|\n/);
  return `${fields.join('')}${data.map((line) => `data: ${line}\n`).join('')}\n`;
}
