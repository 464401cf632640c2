import { defaultBodySerializer, isWireBody, type WireBody } from './body-serializer.ts';
import type { BodySerializer } from './core-options.ts';
import { type FlatHeaders, toHeaders } from './merge-headers.ts';

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
  const isDefault = serializer === defaultBodySerializer;
  const seen = isDefault ? { get: () => headers[name] ?? declared ?? null } : toHeaders(headers);
  // Safe: what a serializer is typed for was checked where the call was written, and what it gives is its own.
  const body = serializer(given as never, seen as Headers) as WireBody | undefined;
  if (body instanceof FormData) {
    // Only the platform knows the boundary between the parts.
    if (!headers[name]?.includes('boundary=')) delete headers[name];
  } else if (body !== undefined && !(name in headers)) {
    const type = body === given && isWireBody(body) ? declared : (declared ?? 'application/json');
    if (type && !type.includes('*')) headers[name] = type;
  }
  return body;
}
