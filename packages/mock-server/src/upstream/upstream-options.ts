/** A real server that answers in the place of the mock, and is held against the description while it does. */
export interface UpstreamOptions {
  /** What stands before the paths of the description: `http://127.0.0.1:3000`, `https://api.example/v1`. */
  readonly url: string;
  /** Ids of the operations that it answers. @default undefined: all, and paths that the description does not have */
  readonly operations?: readonly string[];
  /** Milliseconds until it must have answered whole. @default 30_000 */
  readonly timeoutMs?: number;
  /** Bytes of an answer. @default 10_485_760 */
  readonly maxBodyBytes?: number;
  /** @default the global `fetch` */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** Thrown for an upstream that cannot be used; says why. */
export class UpstreamError extends Error {
  override readonly name = 'UpstreamError';
}
