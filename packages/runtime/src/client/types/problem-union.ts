/** A problem whose type the description declares (RFC 9457). What examples show beside is `unknown`. */
export type KnownProblem<Type extends string, Status extends number, Extensions = unknown> = {
  readonly type: Type;
  readonly title: string;
  readonly status: Status;
  readonly detail?: string;
  readonly instance?: string;
} & Extensions;
