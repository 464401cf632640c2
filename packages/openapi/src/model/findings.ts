import type { Severity } from '../diagnostic.ts';

/**
 * What building the model may find. Each has a page of its own among the rules (`src/rules`).
 */
export const findings = {
  'ref-leads-nowhere': 'error',
  'part-malformed': 'error',
  'not-carried': 'info',
  'read-as-meant': 'warning',
  'operation-id-missing': 'info',
  'operation-id-unusable': 'info',
  'operation-id-duplicate': 'error',
  'behaviour-malformed': 'error',
  'behaviour-partial': 'error',
} as const satisfies Record<string, Severity>;

export type Finding = keyof typeof findings;
