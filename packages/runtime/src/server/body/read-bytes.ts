import { declaredLength, type IncomingRequest } from '../incoming-request.ts';
import { frameProblem } from '../problem.ts';

/**
 * What is made of the bytes of a body. Never holds more than `limit` of them: beyond that the answer is 413.
 * (It is not left to whoever awaits the bytes: each wait more shows on the way of every request.)
 */
export function readBytes<Made>(
  request: IncomingRequest,
  limit: number,
  make: (bytes: Uint8Array<ArrayBuffer>) => Made | Promise<Made>,
): Promise<Made> {
  const declared = declaredLength(request);
  if (declared !== undefined && declared > limit) throw tooLarge(limit);
  return request.readBody(limit).then(
    (bytes) => {
      if (bytes === undefined) throw tooLarge(limit);
      return make(bytes);
    },
    () => {
      throw frameProblem('malformed-body', 'The body could not be read to its end.');
    },
  );
}

function tooLarge(limit: number): Error {
  return frameProblem('payload-too-large', `A body has at most ${limit} bytes.`);
}
