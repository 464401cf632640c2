import type { Diagnostic, Place } from '@plumbline/openapi';

/**
 * Something of the description that the generated files cannot carry. Told to the caller, who
 * shows it like any other diagnostic: nothing is dropped in silence.
 */
export type ReportLoss = (loss: Loss) => void;

export interface Loss {
  readonly rule: 'codegen/types' | 'codegen/client';
  readonly message: string;
  readonly help: string;
  /** JSON Pointer into the bundled document. */
  readonly pointer: string;
}

/** @param sourceOf where a pointer into the bundle came from, `description.sourceOf` */
export function toDiagnostic(loss: Loss, sourceOf: (pointer: string) => Place): Diagnostic {
  return {
    rule: loss.rule,
    severity: 'warning',
    message: loss.message,
    help: loss.help,
    place: sourceOf(loss.pointer),
  };
}
