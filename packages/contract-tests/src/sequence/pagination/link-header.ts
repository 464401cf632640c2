/** One link of a `Link` header (RFC 8288, section 3). */
interface Link {
  /** As it stands there: relative to the address of the request. */
  readonly target: string;
  readonly parameters: ReadonlyMap<string, string>;
}

/** The target of the first link with a relation, compared without regard to case (RFC 8288, section 2.1). */
export function linkTarget(header: string, relation: string): string | undefined {
  return parseLinks(header).find(({ parameters }) => {
    const relations = parameters.get('rel')?.toLowerCase().split(/\s+/) ?? [];
    // A link with an anchor is about another resource than the one that was asked for (section 3.2).
    return relations.includes(relation) && !parameters.has('anchor');
  })?.target;
}

const target = /\s*<([^<>]*)>/y;
const parameter = /\s*;\s*([^\s=;,"<>]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y;
const comma = /[\s;]*,/y;

/** What cannot be read ends the list: a client would not follow it either. */
function parseLinks(header: string): readonly Link[] {
  const links: Link[] = [];
  for (let at = 0; at < header.length; ) {
    const opening = matchAt(target, header, at);
    if (!opening) break;
    const { parameters, end } = readParameters(header, at + opening[0].length);
    links.push({ target: opening[1] ?? '', parameters });
    const next = matchAt(comma, header, end);
    if (!next) break;
    at = end + next[0].length;
  }
  return links;
}

/** Of a parameter that comes twice, the first one counts (section 3.3). */
function readParameters(header: string, start: number): { parameters: Map<string, string>; end: number } {
  const parameters = new Map<string, string>();
  for (let at = start; ; ) {
    const found = matchAt(parameter, header, at);
    if (!found) return { parameters, end: at };
    const [whole, name = '', quoted, token] = found;
    const value = quoted?.replace(/\\(.)/g, '$1') ?? token ?? '';
    if (!parameters.has(name.toLowerCase())) parameters.set(name.toLowerCase(), value);
    at += whole.length;
  }
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}
