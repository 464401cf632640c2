import { isWireBody, type WireBody } from './body-serializer.ts';
import { type FlatHeaders, sentHeaders } from './merge-headers.ts';
import type { BodySerializer } from './serializers.ts';

export interface BodyPlan {
  /** As the caller gave it. */
  readonly given: unknown;
  readonly serializer: BodySerializer;
  /** The media type that the description declares, where it is not JSON. */
  readonly declared: string | undefined;
}

/** The part of `RequestInit` that is about content. */
interface Content {
  readonly body?: WireBody | undefined;
  readonly headers: Headers | Record<string, string> | undefined;
  readonly duplex?: 'half';
}

/** Writes the body, and into the headers its media type where the caller did not say or take back one. */
export function writeBody({ given, serializer, declared }: BodyPlan, flat: FlatHeaders): Content {
  const sent = sentHeaders(flat);
  if (given === undefined) return { headers: sent };
  const headers = new Headers(sent);
  const name = 'content-type';
  const isOpen = !(name in flat);
  if (isOpen && declared) headers.set(name, declared);
  // Safe: what a serializer is typed for was checked where the call was written, and what it gives is its own.
  const body = serializer(given as never, headers) as WireBody | undefined;
  // The platform names what it writes itself, and alone knows the boundary between the parts of a form.
  const isNamed = body === undefined || (!declared && body === given && isWireBody(body));
  const type = isNamed ? '*' : (declared ?? 'application/json');
  if (body instanceof FormData || (isOpen && type.includes('*'))) headers.delete(name);
  else if (isOpen) headers.set(name, type);
  return { body, headers, duplex: 'half' }; // without which no stream is sent
}
