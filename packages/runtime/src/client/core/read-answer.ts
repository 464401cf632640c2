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

type Mutable<Type> = { -readonly [Name in keyof Type]: Type[Name] };

/** Reads the body of an answer: `data` of 2XX, `error` of everything else. */
export async function readAnswer(
  { method }: Request,
  response: Response,
  { parseAs, parseJson }: Reading,
): Promise<CallResult> {
  const result: Mutable<CallResult> = describe(response);
  const { status, headers, mediaType } = result;
  const { ok } = response;
  if (ok && parseAs === 'json') {
    const text = await response.text();
    // What was declared as JSON must be JSON; what was declared as something else may be.
    const isStrict = !mediaType || mediaType.includes('json');
    result.data = text ? parseBody(text, parseJson, isStrict) : undefined;
    return result;
  }
  const isEmpty =
    method === 'HEAD' ||
    status === 204 ||
    (headers.get('content-length') === '0' && !headers.get('transfer-encoding')?.includes('chunked'));
  if (isEmpty) result[ok ? 'data' : 'error'] = undefined;
  else if (ok) result.data = parseAs === 'stream' ? response.body : await response[parseAs]();
  else result.error = completeProblem(parseBody(await response.text(), parseJson, false), response);
  return result;
}

/** An answer in place of the one that never came. */
export const withoutAnswer = (thrown: unknown): CallResult => ({
  ...describe(Response.error()),
  error: toTransportFailure(thrown),
});

const describe = (response: Response) => ({
  response,
  status: response.status,
  headers: response.headers,
  mediaType: response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase(),
});

function parseBody(text: string, parseJson: Reading['parseJson'], isStrict: boolean): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (isStrict) throw error;
    return text;
  }
}
