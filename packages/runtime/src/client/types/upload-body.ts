import type { WireBody } from '../core/body-serializer.ts';

/** A body of bytes. A function opens a stream once more when the request is repeated. */
export type UploadBody = Exclude<WireBody, FormData | URLSearchParams> | (() => WireBody);
