import { defaultBodySerializer, type WireBody } from './body-serializer.ts';

/**
 * Writes objects as `FormData` where the media type is `multipart/form-data`, lists as one part for each item, and
 * everything else as the client does anyway: `createClient({ bodySerializer: multipartBodySerializer })`. Files and
 * texts stay what they are, other values become JSON.
 */
export function multipartBodySerializer(
  body: unknown,
  headers?: { get(name: string): string | null },
): WireBody {
  const isMultipart = headers?.get('content-type')?.startsWith('multipart/form-data');
  if (!isMultipart || typeof body !== 'object' || body instanceof FormData) {
    return defaultBodySerializer(body, headers);
  }
  const form = new FormData();
  for (const [name, value] of Object.entries(body ?? {})) {
    for (const part of Array.isArray(value) ? value : [value]) {
      if (part === undefined) continue;
      form.append(name, part instanceof Blob || typeof part === 'string' ? part : JSON.stringify(part));
    }
  }
  return form;
}
