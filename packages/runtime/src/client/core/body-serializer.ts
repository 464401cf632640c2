/** What goes on the wire: anything that `fetch` takes. */
export type WireBody = NonNullable<RequestInit['body']>;

/** Whether the platform itself knows how to send it, and under which media type. */
export const isWireBody = (body: unknown): body is Exclude<WireBody, string> =>
  ArrayBuffer.isView(body) ||
  [FormData, Blob, URLSearchParams, ReadableStream, ArrayBuffer].some((type) => body instanceof type);

/**
 * What the platform can send stays as it is; an object becomes the fields of a form where `Content-Type` names
 * one; everything else becomes JSON.
 */
export function defaultBodySerializer(
  body: unknown,
  headers?: { get(name: string): string | null },
): WireBody {
  if (isWireBody(body)) return body;
  const type = headers?.get('content-type') ?? '';
  // Safe: forms are written from objects, whose fields become text.
  if (type.startsWith('application/x-www-form-urlencoded'))
    return new URLSearchParams(body as Record<string, string>).toString();
  return type.startsWith('multipart/form-data') ? toFormData(body) : JSON.stringify(body);
}

function toFormData(body: unknown): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(body ?? {})) {
    for (const part of Array.isArray(value) ? value : [value]) {
      if (part === undefined) continue;
      form.append(name, part instanceof Blob || typeof part === 'string' ? part : JSON.stringify(part));
    }
  }
  return form;
}
