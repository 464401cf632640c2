import type { Diagnostic, Place, Severity } from '../diagnostic.ts';

/**
 * What loading may find. `stops` means that the description could not be read (exit code 2); the others
 * are findings in a description that could.
 */
export const loadRules = {
  'file-unreadable': {
    stops: true,
    help: 'Check the spelling of the path and that you may read the file.',
  },
  'file-not-regular': { stops: true, help: 'Name a regular file; folders, devices and pipes are not read.' },
  'ref-outside-root': {
    stops: true,
    help: 'Move the file into the folder of the root document, or name a wider root folder (`rootFolder`).',
  },
  'ref-remote': {
    stops: true,
    help: 'Copy the document beside the root document, or allow its host (`allowRemote`).',
  },
  'remote-refused': {
    stops: true,
    help: 'Copy the document beside the root document and refer to the copy.',
  },
  'remote-failed': { stops: true, help: 'Try again, or refer to a copy of the document.' },
  'limit-file-bytes': { stops: true, help: 'Split the file, or raise the limit `fileBytes`.' },
  'limit-total-bytes': { stops: true, help: 'Raise the limit `totalBytes` if you trust the description.' },
  'limit-files': { stops: true, help: 'Raise the limit `files` if you trust the description.' },
  'limit-depth': { stops: true, help: 'Flatten the document, or raise the limit `depth`.' },
  'limit-nodes': {
    stops: true,
    help: 'Use fewer aliases, or raise the limit `nodes` if you trust the description.',
  },
  'limit-merge-keys': {
    stops: true,
    help: 'Merge fewer mappings with `<<`, or raise the limit `mergeKeys` if you trust the description.',
  },
  'limit-time': {
    stops: true,
    help: 'Raise the limit (`milliseconds`, for lint `lintMilliseconds`) if the description is only large; otherwise do not trust it.',
  },
  'limit-memory': {
    stops: true,
    help: 'Raise the limit `heapMiB` if the description is only large; otherwise do not trust it.',
  },
  'not-text': { stops: true, help: 'Save the file as YAML or JSON in UTF-8.' },
  'document-empty': { stops: true, help: 'Write a description that begins with `openapi: 3.1.1`.' },
  'document-several': { stops: true, help: 'Keep one document in each file; remove what follows `---`.' },
  'document-not-openapi': { stops: true, help: 'Write an object with `openapi: 3.1.1`, `info` and `paths`.' },
  'openapi-version': {
    stops: true,
    help: 'Convert the description to OpenAPI 3.0, 3.1 or 3.2.',
  },
  syntax: { stops: true, help: 'Correct the syntax at this place.' },
  'yaml-tag': { stops: true, help: 'Remove the tag; only the core types of YAML 1.2 are read.' },
  'yaml-alias': {
    stops: true,
    help: 'Define the anchor before the alias, and outside of what it stands for.',
  },
  'text-not-unicode': { stops: true, help: 'Replace the escape by a whole character.' },
  'overlay-malformed': {
    stops: true,
    help: 'Write `overlay`, `info` with `title` and `version`, and `actions`, each with a `target`.',
  },
  'overlay-target': { stops: true, help: 'Correct the query: it must select what the action can change.' },
  'overlay-update': {
    stops: true,
    help: 'Write a value of the same kind, or remove the old one first, by an action of its own.',
  },
  'overlay-without-effect': {
    stops: false,
    severity: 'warning',
    help: 'Correct the action, or remove it.',
  },
  'overlay-extends': {
    stops: false,
    severity: 'warning',
    help: 'Apply the overlay to the description it names, or correct `extends`.',
  },
  'key-duplicate': { stops: false, help: 'Remove one of the two; only the last one counts.' },
  'value-not-json': { stops: false, help: 'Use a value that JSON can express.' },
  'ref-leads-nowhere': { stops: false, help: 'Correct the reference, or add what it names.' },
} as const satisfies Record<string, LoadRuleTraits>;

interface LoadRuleTraits {
  readonly stops: boolean;
  /** @default 'error' */
  readonly severity?: Severity;
  readonly help: string;
}

export type LoadRule = keyof typeof loadRules;

/** A place in a document, or an offset into its text where there is no node to point at. */
export type ProblemPlace = Place & { readonly offset?: number };

export interface LoadProblem {
  readonly rule: LoadRule;
  readonly message: string;
  readonly place: ProblemPlace;
  /** Replaces the rule's own next step. */
  readonly help?: string;
  readonly related?: readonly ProblemPlace[];
}

/** Ends the reading of one file or of the whole description. */
export class LoadError extends Error {
  override readonly name = 'LoadError';
  readonly problem: LoadProblem;

  constructor(problem: LoadProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** `locate` fills in line and column. */
export function toDiagnostic(problem: LoadProblem, locate: (place: ProblemPlace) => Place): Diagnostic {
  const { severity = 'error', help }: LoadRuleTraits = loadRules[problem.rule];
  return {
    rule: problem.rule,
    severity,
    message: problem.message,
    place: locate(problem.place),
    help: problem.help ?? help,
    ...(problem.related?.length && { related: problem.related.map(locate) }),
  };
}
