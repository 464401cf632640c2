import { completeProblem } from '../problem.ts';
import { toTransportFailure } from './transport-failure.ts';

export type ParseAs = 'json' | 'text' | 'blob' | 'arrayBuffer' | 'stream';

/** What every call resolves to; the public types say which `data` and `error` go with which status. */
export interface CallResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
  /** 0 where there is no answer. */
  readonly status: number;
  readonly headers: Headers;
  /** In lower case and without parameters: `application/json`. */
  readonly mediaType: string | undefined;
}

export interface Reading {
  readonly parseAs: ParseAs;
  readonly parseJson: (text: string) => unknown;
}

/** Reads the body of an answer: `data` of 2XX, `error` of everything else. */
export async function readAnswer(
  { method }: Request,
  response: Response,
  reading: Reading,
): Promise<CallResult> {
  const { ok, headers } = response;
  const about = describe(response);
  const isEmpty =
    method === 'HEAD' ||
    about.status === 204 ||
    (headers.get('content-length') === '0' && !headers.get('transfer-encoding')?.includes('chunked'));
  if (ok) return { data: isEmpty ? undefined : await readData(response, about.mediaType, reading), ...about };
  const error = isEmpty ? undefined : parseLeniently(await response.text(), reading);
  return { error: completeProblem(error, response), ...about };
}

/** An answer in place of the one that never came. */
export const withoutAnswer = (thrown: unknown): CallResult => ({
  error: toTransportFailure(thrown),
  ...describe(Response.error()),
});

const describe = (response: Response) => ({
  response,
  status: response.status,
  headers: response.headers,
  mediaType: response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase(),
});

async function readData(
  response: Response,
  mediaType: string | undefined,
  { parseAs, parseJson }: Reading,
): Promise<unknown> {
  if (parseAs === 'stream') return response.body;
  if (parseAs !== 'json') return response[parseAs]();
  const text = await response.text();
  // What was declared as JSON must be JSON; what was declared as something else may be.
  const parse = !mediaType || mediaType.includes('json') ? parseJson : parseLeniently;
  return text ? parse(text, { parseJson }) : undefined;
}

function parseLeniently(text: string, { parseJson }: Pick<Reading, 'parseJson'>): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
