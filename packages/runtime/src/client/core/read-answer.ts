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
  request: Request,
  response: Response,
  reading: Reading,
): Promise<CallResult> {
  const { status, headers, ok } = response;
  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const about = { response, status, headers, mediaType };
  if (isEmpty(request, response)) return ok ? { data: undefined, ...about } : { error: undefined, ...about };
  if (ok) return { data: await readData(response, mediaType, reading), ...about };
  const error = parseLeniently(await response.text(), reading);
  return { error: completeProblem(error, response), ...about };
}

/** An answer in place of the one that never came. */
export function withoutAnswer(thrown: unknown): CallResult {
  const response = Response.error();
  const { status, headers } = response;
  return { error: toTransportFailure(thrown), response, status, headers, mediaType: undefined };
}

function isEmpty(request: Request, { status, headers }: Response): boolean {
  if (status === 204 || request.method === 'HEAD') return true;
  return headers.get('content-length') === '0' && !headers.get('transfer-encoding')?.includes('chunked');
}

async function readData(
  response: Response,
  mediaType: string | undefined,
  { parseAs, parseJson }: Reading,
): Promise<unknown> {
  if (parseAs === 'stream') return response.body;
  if (parseAs !== 'json') return response[parseAs]();
  const text = await response.text();
  if (text === '') return undefined;
  // What was declared as JSON must be JSON; what was declared as text may be.
  const mustBeJson = !mediaType || mediaType.includes('json');
  return mustBeJson ? parseJson(text) : parseLeniently(text, { parseJson });
}

function parseLeniently(text: string, { parseJson }: Pick<Reading, 'parseJson'>): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
