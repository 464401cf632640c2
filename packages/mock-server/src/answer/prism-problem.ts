import type { SentAnswer } from './sent-answer.ts';

/** Problem details in the words that Prism's users know, where the description declares no response. */
export interface PrismProblem {
  /** A URI. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** Prism's extension member for violations. */
  readonly validation?: readonly Violation[];
}

export interface Violation {
  /** Where, from the outside in: `['request', 'body', 'name']`. */
  readonly location: readonly string[];
  readonly severity: 'Error';
  /** The keyword that was broken, or another word for the rule. */
  readonly code: string;
  readonly message: string;
}

const BASE = 'https://stoplight.io/prism/errors#';

const TEMPLATES = {
  UNPROCESSABLE_ENTITY: { status: 422, title: 'Invalid request' },
  NOT_ACCEPTABLE: { status: 406, title: 'The server cannot produce a representation for your accept header' },
  NOT_FOUND: { status: 404, title: 'The server cannot find the requested content' },
  NO_RESPONSE_RESPONSE_DEFINED: { status: 500, title: 'No response defined for the selected operation' },
  UNAUTHORIZED: { status: 401, title: 'Invalid security scheme used' },
  VIOLATIONS: { status: 500, title: 'Request/Response not valid' },
  INVALID_CONTENT_TYPE: { status: 415, title: 'Invalid content type' },
  SCHEMA_TOO_COMPLEX: { status: 500, title: 'Schema too complex' },
  NO_PATH_MATCHED_ERROR: { status: 404, title: 'Route not resolved, no path matched' },
  NO_METHOD_MATCHED_ERROR: { status: 405, title: 'Route resolved, but no method matched' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'Request body too large' },
  UNKNOWN: { status: 500, title: 'The mock failed' },
} as const;

export type PrismProblemType = keyof typeof TEMPLATES;

export function prismProblem(
  type: PrismProblemType,
  detail: string,
  validation?: readonly Violation[],
): PrismProblem {
  return {
    type: `${BASE}${type}`,
    ...TEMPLATES[type],
    detail,
    ...(validation === undefined ? {} : { validation }),
  };
}

/** Thrown where nothing but a problem can be answered. */
export class MockRefusal extends Error {
  override readonly name = 'MockRefusal';
  readonly problem: PrismProblem;

  constructor(problem: PrismProblem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.problem = problem;
  }
}

/** @param headers names in lower case */
export function problemAnswer(problem: PrismProblem, headers: Readonly<Record<string, string>>): SentAnswer {
  return {
    status: problem.status,
    headers: { ...headers, 'content-type': 'application/problem+json' },
    body: JSON.stringify(problem),
  };
}
