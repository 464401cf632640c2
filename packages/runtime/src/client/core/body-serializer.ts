/** What goes on the wire: anything that `fetch` takes. */
export type WireBody = NonNullable<RequestInit['body']>;

/** Whether the platform itself knows how to send it, and under which media type. */
export const isWireBody = (body: unknown): body is Exclude<WireBody, string> =>
  ArrayBuffer.isView(body) ||
  [FormData, Blob, URLSearchParams, ReadableStream, ArrayBuffer].some((type) => body instanceof type);

/**
 * What the platform can send stays as it is; an object becomes the fields of a form where `Content-Type` is
 * `application/x-www-form-urlencoded`; everything else becomes JSON.
 */
export function defaultBodySerializer<Body extends Exclude<WireBody, string>>(body: Body): Body;
export function defaultBodySerializer<Body>(
  body: Body,
  headers?: { get(name: string): string | null },
): string;
export function defaultBodySerializer(
  body: unknown,
  headers?: { get(name: string): string | null },
): WireBody {
  if (isWireBody(body)) return body;
  return headers?.get('content-type')?.includes('form-urlencoded')
    ? `${new URLSearchParams(body as Record<string, string>)}` // forms are written from objects, whose fields become text
    : JSON.stringify(body);
}
