/** `<target>` and what follows it up to the next comma outside of quotes. */
const link = /<([^>]*)>((?:"(?:[^"\\]|\\.)*"|[^,"])*)/g;
const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i;

/** The target of the link with `rel="next"` in a `Link` header (RFC 8288, section 3). */
export function nextLink(header: string): string | undefined {
  for (const [, target, parameters = ''] of header.matchAll(link)) {
    const [, quoted, bare] = relation.exec(parameters) ?? [];
    if ((quoted ?? bare ?? '').toLowerCase().split(/\s+/).includes('next')) return target;
  }
  return undefined;
}
