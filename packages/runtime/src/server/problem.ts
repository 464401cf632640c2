import type { AnswerHeaders } from './answer.ts';

/** One refused value of a request. */
export interface FieldError {
  /** JSON Pointer into the body, or `query/<name>`, `header/<name>`, `path/<name>`, `cookie/<name>`. */
  readonly pointer: string;
  /** The rule that was broken, for example `maxLength` or `required`. */
  readonly code: string;
  /** One sentence without the value's name. */
  readonly message: string;
}

export interface ProblemInit {
  readonly status: number;
  /**
   * The slug of the problem type, put behind `ServerOptions.problemTypeBase`, or an absolute URI.
   * @default 'about:blank'
   */
  readonly type?: string;
  /** The same for every problem of the type. By default the slug as words. */
  readonly title?: string;
  /** What went wrong this time and what to do about it. Never put secrets or internals here. */
  readonly detail?: string;
  readonly headers?: AnswerHeaders;
  readonly errors?: readonly FieldError[];
  /** Further members of the problem document (RFC 9457, section 3.2). */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Throw it from a handler (or a hook) to answer with problem details (RFC 9457). */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly init: ProblemInit;

  constructor(init: ProblemInit, options?: ErrorOptions) {
    super(init.detail ?? init.title ?? init.type ?? `Status ${init.status}`, options);
    this.init = init;
  }

  get status(): number {
    return this.init.status;
  }
}

/** The problems that the frame itself answers with. */
const FRAME_PROBLEMS = {
  'malformed-json': { status: 400, title: 'Malformed JSON' },
  'malformed-body': { status: 400, title: 'Malformed Body' },
  'validation-failed': { status: 400, title: 'Validation Failed' },
  'invalid-idempotency-key': { status: 400, title: 'Invalid Idempotency Key' },
  unauthorized: { status: 401, title: 'Unauthorized' },
  'insufficient-scope': { status: 403, title: 'Insufficient Scope' },
  'insufficient-role': { status: 403, title: 'Insufficient Role' },
  'not-found': { status: 404, title: 'Not Found' },
  'method-not-allowed': { status: 405, title: 'Method Not Allowed' },
  'not-acceptable': { status: 406, title: 'Not Acceptable' },
  'idempotency-key-conflict': { status: 409, title: 'Idempotency Key Conflict' },
  'payload-too-large': { status: 413, title: 'Payload Too Large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported Media Type' },
  'rate-limit-exceeded': { status: 429, title: 'Rate Limit Exceeded' },
  'internal-error': { status: 500, title: 'Internal Error' },
  'service-unavailable': { status: 503, title: 'Service Unavailable' },
} as const;

/** The slug of a problem type of the frame. */
export type FrameProblem = keyof typeof FRAME_PROBLEMS;

/** A problem of the frame; `rest` may replace its status and add headers and errors. */
export function frameProblem(type: FrameProblem, detail: string, rest?: Partial<ProblemInit>): ProblemError {
  return new ProblemError({ ...FRAME_PROBLEMS[type], type, detail, ...rest });
}

export interface ProblemNaming {
  readonly typeBase: string;
  readonly titles: Readonly<Partial<Record<FrameProblem, string>>>;
}

export interface ProblemPlace {
  readonly instance: string;
  readonly requestId: string;
}

/** The document that goes over the wire. */
export function toProblemDocument(init: ProblemInit, naming: ProblemNaming, place: ProblemPlace): object {
  return {
    ...init.extensions,
    type: problemType(init.type, naming.typeBase),
    title: titleOf(init, naming.titles),
    status: init.status,
    ...(init.detail === undefined ? {} : { detail: init.detail }),
    instance: place.instance,
    requestId: place.requestId,
    ...(init.errors === undefined ? {} : { errors: init.errors }),
  };
}

function problemType(type: string | undefined, base: string): string {
  if (type === undefined) return 'about:blank';
  return /^[a-z][a-z0-9+.-]*:/i.test(type) ? type : `${base}${type}`;
}

function titleOf(init: ProblemInit, titles: ProblemNaming['titles']): string {
  const type = init.type ?? '';
  if (Object.hasOwn(titles, type)) return titles[type as FrameProblem] ?? type; // hasOwn: it is one of the keys
  return init.title ?? (type === '' || type.includes(':') ? `Status ${init.status}` : slugAsTitle(type));
}

function slugAsTitle(slug: string): string {
  return slug
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
}
