import { CORE_SCHEMA, dump } from 'js-yaml';

/** The bundled description as text, for whoever wants one file. The same description gives the same text. */
export function toBundle(description: { readonly document: unknown }, format: 'json' | 'yaml'): string {
  if (format === 'json') return `${JSON.stringify(description.document, null, 2)}\n`;
  return dump(description.document, { schema: CORE_SCHEMA, noRefs: true, lineWidth: -1 });
}
