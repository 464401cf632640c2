import type { Diagnostic } from '@plumbline/openapi';

/** Collects what is wrong with the description, each finding once. */
export interface Findings {
  readonly all: readonly Diagnostic[];
  add(diagnostic: Diagnostic): void;
}

/** A description with more is broken as a whole, and a mock may run for weeks. */
const MAX_FINDINGS = 1000;

export function createFindings(onDiagnostic: ((diagnostic: Diagnostic) => void) | undefined): Findings {
  const all: Diagnostic[] = [];
  const known = new Set<string>();
  return {
    all,
    add(diagnostic) {
      const { rule, place } = diagnostic;
      const key = `${rule} ${place.file} ${place.pointer}`;
      if (known.has(key) || all.length >= MAX_FINDINGS) return;
      known.add(key);
      all.push(diagnostic);
      onDiagnostic?.(diagnostic);
    },
  };
}
