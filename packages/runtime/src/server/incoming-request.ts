/**
 * A request as the frame reads it, whatever brought it: a web-standard `Request`, or a Node server's
 * own objects, which cost much less to take as they are.
 */
export interface IncomingRequest {
  /** As it came; methods are case-sensitive (RFC 9110, section 9.1). */
  readonly method: string;
  /** Path and query as a URL parser leaves them: begins with `/`, without dot segments or a fragment. */
  readonly target: string;
  /** Scheme and authority that the request was sent to: `http://api.example.com:8080`. */
  readonly origin: string;
  /** The address at the other end of the connection, which may be a proxy's. Null where none is known. */
  readonly peer: string | null;
  /** By its name in lower case; values sent several times are joined by `, `. Null when it was not sent. */
  header(name: string): string | null;
  /** False where it is certain that no body comes, whatever the headers say. */
  readonly mayHaveBody: boolean;
  /**
   * The bytes of the body; undefined as soon as there are more than `limit`, of which no more are
   * held then. Rejects when the body breaks off. Called once at most.
   */
  readBody(limit: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** The same as a web-standard `Request`, made when it is first asked for. */
  readonly web: Request;
}

/** `Content-Length`, when it is one number; what is not makes the length unknown. */
export function declaredLength(request: IncomingRequest): number | undefined {
  const text = request.header('content-length');
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
