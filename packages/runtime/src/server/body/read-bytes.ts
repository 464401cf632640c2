import { frameProblem, ProblemError } from '../problem.ts';

/** The bytes of a body. Never holds more than `limit` of them: beyond that the answer is 413. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = declaredLength(request);
  if (declared !== undefined && declared > limit) throw tooLarge(limit);
  try {
    // A declared length bounds what an HTTP parser lets through, so the body can be taken whole.
    const bytes =
      declared === undefined
        ? await readStream(request.body, limit)
        : new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > limit) throw tooLarge(limit);
    return bytes;
  } catch (error) {
    if (error instanceof ProblemError) throw error;
    throw frameProblem('malformed-body', 'The body could not be read to its end.');
  }
}

/** `Content-Length`, when it is one number; what is not makes the length unknown. */
export function declaredLength(request: Request): number | undefined {
  const text = request.headers.get('content-length');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function readStream(
  stream: ReadableStream<Uint8Array> | null,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (stream === null) return new Uint8Array();
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.byteLength;
    if (length > limit) {
      // The rest is not wanted, and whether the sender minds is not our concern.
      reader.cancel().catch(() => undefined);
      throw tooLarge(limit);
    }
    chunks.push(next.value);
  }
  return concatenate(chunks, length);
}

function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.byteLength;
  }
  return bytes;
}

function tooLarge(limit: number): Error {
  return frameProblem('payload-too-large', `A body has at most ${limit} bytes.`);
}
