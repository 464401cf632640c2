import type { Through } from '@plumbline/runtime/server';

/** One hook around the next: the first is the outermost. */
export function nest(hooks: readonly Through[]): Through {
  return hooks.reduceRight<Through>(
    (inner, outer) => (passage, next) => outer(passage, () => inner(passage, next)),
    (_passage, next) => next(),
  );
}
