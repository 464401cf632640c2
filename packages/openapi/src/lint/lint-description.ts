import type { Diagnostic } from '../diagnostic.ts';
import { inOrder } from '../diagnostic-order.ts';
import type { LoadedDescription } from '../load/loaded-description.ts';
import type { LintOptions } from './lint-options.ts';
import { lintByOwnRules } from './own-rules.ts';
import { lintByRedocly } from './redocly.ts';
import { lintBySpectral } from './spectral.ts';

/**
 * Lints a description that is already loaded with three engines: Redocly's rules, the user's Spectral
 * ruleset where there is one, and Plumbline's own rules. One list, in the order of files and lines, each finding once.
 */
export async function lintDescription(
  loaded: LoadedDescription,
  options: LintOptions,
): Promise<readonly Diagnostic[]> {
  return inOrder([
    ...lintByOwnRules(loaded, options),
    ...(await lintByRedocly(loaded, options)),
    ...(await lintBySpectral(loaded, options)),
  ]);
}
