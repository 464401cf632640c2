/** Whether a robots.txt keeps CheckView from a path (RFC 9309: the longest rule of its own group wins). */
export function isDisallowed(robotsText: string, path: string): boolean {
  const groups = parseGroups(robotsText.slice(0, 500 * 1024));
  const own = groups.filter(({ agents }) => agents.some((agent) => agent.startsWith('checkview')));
  const chosen = own.length > 0 ? own : groups.filter(({ agents }) => agents.includes('*'));
  const fitting = chosen.flatMap(({ rules }) => rules).filter(({ pattern }) => matchesPath(pattern, path));
  const longest = Math.max(0, ...fitting.map(({ pattern }) => pattern.length));
  const best = fitting.filter(({ pattern }) => pattern.length === longest);
  return best.length > 0 && best.every(({ isAllowed }) => !isAllowed);
}

interface Group {
  readonly agents: string[];
  readonly rules: { readonly isAllowed: boolean; readonly pattern: string }[];
}

function parseGroups(text: string): readonly Group[] {
  const groups: Group[] = [];
  for (const line of text.split(/\r\n?|\n/).slice(0, 5_000)) {
    const [, field, value] = /^\s*(user-agent|allow|disallow)\s*:\s*([^#]*)/i.exec(line) ?? [];
    if (field && value !== undefined) addLine(groups, field.toLowerCase(), value.trim());
  }
  return groups;
}

/** A user agent after a rule begins the next group. */
function addLine(groups: Group[], field: string, value: string): void {
  const last = groups.at(-1);
  if (field === 'user-agent') {
    if (last && last.rules.length === 0) last.agents.push(value.toLowerCase());
    else groups.push({ agents: [value.toLowerCase()], rules: [] });
    return;
  }
  if (value !== '') last?.rules.push({ isAllowed: field === 'allow', pattern: value.slice(0, 500) });
}

/** `*` stands for anything, `$` for the end. Walked by hand: the pattern is a stranger's, a RegExp could hang. */
function matchesPath(pattern: string, path: string): boolean {
  const isWhole = pattern.endsWith('$');
  const [first = '', ...parts] = (isWhole ? pattern.slice(0, -1) : pattern).split('*');
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts) {
    const found = path.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return !isWhole || at === path.length || (parts.length > 0 && path.endsWith(parts.at(-1) ?? ''));
}
