export interface Progress {
  /** Bytes so far. */
  readonly loaded: number;
  /** Bytes in the end, where that is known. */
  readonly total: number | undefined;
}

/** Counts the bytes that pass. `onProgress` is called for each piece, and for an empty stream not at all. */
function countingStream(total: number | undefined, onProgress: (progress: Progress) => void) {
  let loaded = 0;
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, controller) {
      loaded += piece.byteLength;
      controller.enqueue(piece);
      onProgress({ loaded, total });
    },
  });
}

/**
 * The same answer, whose body tells how far it is; `total` is what `Content-Length` says, unless the body is
 * compressed.
 *
 *     client.use({ onResponse: ({ response }) => downloadWithProgress(response, showProgress) });
 */
export function downloadWithProgress(response: Response, onProgress: (progress: Progress) => void): Response {
  const { body, headers, status, statusText } = response;
  if (!body) return response;
  const length = headers.get('content-encoding') ? null : headers.get('content-length');
  const counted = body.pipeThrough(countingStream(length === null ? undefined : Number(length), onProgress));
  return new Response(counted, { headers, status, statusText });
}

/**
 * A body for a call that tells how far it is, and counts anew when it is sent again:
 *
 *     client.POST('/files', { body: uploadWithProgress(file, showProgress) });
 *
 * It is sent as a stream, without `Content-Length`, which Chromium does over HTTP/2 and later only; Firefox and
 * Safari do not send streams.
 */
export function uploadWithProgress(
  file: Blob,
  onProgress: (progress: Progress) => void,
): () => ReadableStream<Uint8Array> {
  return () => file.stream().pipeThrough(countingStream(file.size, onProgress));
}
