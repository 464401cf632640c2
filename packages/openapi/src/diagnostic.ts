/** A problem in a description: what is wrong, where, why, and what to do next. */
export interface Diagnostic {
  /** The rule's id, for example `error-is-problem` or `redocly/operation-operationId`. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence that names the subject and what is wrong with it. */
  readonly message: string;
  readonly place: Place;
  /** The next step for the author, one sentence. */
  readonly help?: string;
  /** Other places that belong to the problem, for example the first of two duplicates. */
  readonly related?: readonly Place[];
}

export type Severity = 'error' | 'warning' | 'info';

/** A node of the description as its author wrote it. */
export interface Place {
  /** Absolute path of the file, or the URL of a remote document. */
  readonly file: string;
  /** JSON Pointer inside that file, `''` for the root. */
  readonly pointer: string;
  /** 1-based line and column, filled where the place was looked up. */
  readonly line?: number;
  readonly column?: number;
}
