/** Problem details (RFC 9457, which replaced RFC 7807), with the members that an API adds. */
export type Problem<Extensions extends object = object> = {
  /** What kind of problem it is; decide by this one. `about:blank` means: what the status says. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly instance?: string;
} & Extensions;

/**
 * Whether an error is problem details: the `error` of a call, or anything from a `catch`. Where the
 * description types the error, the members it adds stay known.
 *
 *     const { data, error } = await client.GET('/websites/{id}', { params });
 *     if (isProblem(error) && error.status === 404) return undefined;
 */
export function isProblem<E>(error: E): error is ProblemOf<E> {
  if (typeof error !== 'object' || error === null) return false;
  const { type, title, status } = error as Partial<Record<keyof Problem, unknown>>; // read as unknown
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number';
}

/** Of the errors that a description declares the problems; of anything else, a problem. */
type ProblemOf<E> = [DeclaredProblem<E>] extends [never] ? E & Problem : DeclaredProblem<E>;
type DeclaredProblem<E> = E extends { type?: unknown; title?: unknown }
  ? 'type' | 'title' extends keyof E
    ? E & Problem
    : never
  : never;

/** All members of a problem are optional on the wire; here the three that have a default get it. */
export function completeProblem(error: unknown, response: Response): unknown {
  const isObject = typeof error === 'object' && error !== null;
  if (!isObject || !response.headers.get('content-type')?.includes('problem+json')) return error;
  return { type: 'about:blank', title: response.statusText, status: response.status, ...error };
}
