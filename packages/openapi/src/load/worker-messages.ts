import type { Origin } from '../bundle/origins.ts';
import type { Diagnostic } from '../diagnostic.ts';
import type { DocumentEdit } from './document-edits.ts';
import type { Limits, LoadOptions } from './load-options.ts';

/** What the thread that loads is told. */
export interface LoadTask extends Omit<LoadOptions, 'limits'> {
  readonly file: string;
  readonly limits: Limits;
}

/** What it answers: each file as it comes to it, when it begins to lint, and the outcome at the end. */
export type LoadMessage =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'lint' }
  | LoadOutcome;

export interface LoadedOutcome {
  readonly kind: 'loaded';
  readonly root: string;
  readonly version: string;
  /** JSON text; building the tree anew is cheaper than cloning it. Absent: the text of the root document, with `edits`. */
  readonly document?: string;
  readonly edits?: readonly DocumentEdit[];
  readonly diagnostics: readonly Diagnostic[];
  readonly origins: readonly Origin[];
  /** Where the root document was written, as overlays left it. Absent: there were none. */
  readonly overlaid?: readonly Origin[];
  readonly texts: ReadonlyMap<string, string>;
}

export type LoadOutcome =
  | LoadedOutcome
  | {
      readonly kind: 'refused';
      readonly diagnostics: readonly Diagnostic[];
      readonly texts: ReadonlyMap<string, string>;
    }
  /** A wish that makes no sense: the caller's mistake, not the document's. */
  | { readonly kind: 'misused'; readonly message: string };
