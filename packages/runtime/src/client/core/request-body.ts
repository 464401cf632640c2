import { isWireBody, type WireBody } from './body-serializer.ts';
import { type FlatHeaders, toHeaders } from './merge-headers.ts';
import type { BodySerializer } from './serializers.ts';

export interface BodyPlan {
  /** As the caller gave it. */
  readonly given: unknown;
  readonly serializer: BodySerializer;
  /** The media type that the description declares, where it is not JSON. */
  readonly declared: string | undefined;
}

/** Writes the body, and into `headers` its media type where the caller did not say or take back one. */
export function writeBody(
  { given, serializer, declared }: BodyPlan,
  headers: FlatHeaders,
): WireBody | undefined {
  if (given === undefined) return undefined;
  const name = 'content-type';
  const isOpen = !(name in headers);
  const known = declared && isOpen ? { ...headers, [name]: declared } : headers;
  // Safe: what a serializer is typed for was checked where the call was written, and what it gives is its own.
  const body = serializer(given as never, toHeaders(known)) as WireBody | undefined;
  // Only the platform knows the boundary between the parts of a form, and the type of what it writes itself.
  if (body instanceof FormData) {
    if (!headers[name]?.includes('boundary=')) delete headers[name];
  } else if (isOpen && body !== undefined) {
    const type = declared ?? (body === given && isWireBody(body) ? '*' : 'application/json');
    if (!type.includes('*')) headers[name] = type;
  }
  return body;
}
