import { declaredLength, type IncomingRequest } from '../incoming-request.ts';
import { frameProblem } from '../problem.ts';

/** The bytes of a body. Never holds more than `limit` of them: beyond that the answer is 413. */
export async function readBytes(request: IncomingRequest, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const declared = declaredLength(request);
  if (declared !== undefined && declared > limit) throw tooLarge(limit);
  let bytes: Uint8Array<ArrayBuffer> | undefined;
  try {
    bytes = await request.readBody(limit);
  } catch {
    throw frameProblem('malformed-body', 'The body could not be read to its end.');
  }
  if (bytes === undefined) throw tooLarge(limit);
  return bytes;
}

function tooLarge(limit: number): Error {
  return frameProblem('payload-too-large', `A body has at most ${limit} bytes.`);
}
