import type { Diagnostic } from '../diagnostic.ts';
import { inOrder } from '../diagnostic-order.ts';
import { toGithub } from './github.ts';
import { toJson } from './json.ts';
import { toJunit } from './junit.ts';
import { toSarif } from './sarif.ts';
import { toText } from './text.ts';

export interface FormatOptions {
  /**
   * `text` for people, with a code frame; `json` for programs; `sarif` (2.1.0) for code scanning; `junit` for
   * build servers; `github` for annotations in GitHub Actions.
   */
  readonly format: 'text' | 'json' | 'sarif' | 'junit' | 'github';
  /** Colours for a terminal, in `text` only. @default false */
  readonly color?: boolean;
  /** Paths below this folder are shown relative to it. @default process.cwd() */
  readonly cwd?: string;
  /** The text of a file, for code frames; see `Description.textOf`. @default no code frames */
  readonly textOf?: (file: string) => string | undefined;
}

const formats = { text: toText, json: toJson, sarif: toSarif, junit: toJunit, github: toGithub };

/** Diagnostics as text, in order and each once. The same diagnostics give the same text. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[], options: FormatOptions): string {
  const { format, color = false, cwd = process.cwd(), textOf = () => undefined } = options;
  return formats[format](inOrder(diagnostics), { color, cwd, textOf });
}
