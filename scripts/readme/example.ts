/** A command that README.md shows, and what it says it prints. */
export interface Example {
  readonly line: number;
  readonly command: string;
  readonly expected: string;
}

/** The commands of one `console` block. All walks of the file are one. */
export interface Session {
  /** `walk`: one after another in one shell, against a running `npm start`. */
  readonly kind: 'commands' | 'walk';
  readonly examples: readonly Example[];
}

interface Draft {
  readonly line: number;
  command: string;
  readonly expected: string[];
}

/** A command begins with `$ ` and goes on with `> `; all other lines are what it prints. */
export function readSessions(markdown: string): readonly Session[] {
  const sessions: Session[] = [];
  let drafts: Draft[] | undefined;
  let fence: 'outside' | 'other' | Session['kind'] = 'outside';
  for (const [index, text] of markdown.split('\n').entries()) {
    if (text.startsWith('```')) {
      if (drafts !== undefined && (fence === 'commands' || fence === 'walk')) {
        sessions.push({ kind: fence, examples: drafts.map(toExample) });
      }
      fence = fence === 'outside' ? kindOf(text) : 'outside';
      drafts = fence === 'commands' || fence === 'walk' ? [] : undefined;
    } else if (drafts !== undefined) {
      addLine(drafts, text, index + 1);
    }
  }
  return sessions;
}

function kindOf(fence: string): 'other' | Session['kind'] {
  if (fence === '```console') return 'commands';
  return fence === '```console walk' ? 'walk' : 'other';
}

function addLine(drafts: Draft[], text: string, line: number): void {
  const last = drafts.at(-1);
  if (text.startsWith('$ ')) drafts.push({ line, command: text.slice(2), expected: [] });
  else if (text.startsWith('> ') && last?.expected.length === 0) last.command += `\n${text.slice(2)}`;
  else last?.expected.push(text);
}

function toExample({ line, command, expected }: Draft): Example {
  return { line, command, expected: expected.join('\n').trim() };
}

/**
 * Whether a command printed what was expected, and a sentence for whoever has to mend it. In the expected
 * text `…` stands for any text within a line, and a line of `…` alone for any lines, so that times, ports and
 * ids may differ.
 */
export function differs(example: Example, printed: string): string | undefined {
  if (toPattern(example.expected).test(printed)) return undefined;
  const says = `--- README says\n${example.expected}\n--- it printed\n${printed}\n`;
  return `README.md:${example.line}: \`${example.command}\` prints something else.\n${says}`;
}

function toPattern(expected: string): RegExp {
  const lines = expected
    .split('\n')
    .map((line) => (line.trim() === '…' ? '(?:.*\\n)*?.*' : line.split('…').map(RegExp.escape).join('.*?')));
  return new RegExp(`^${lines.join('\\n')}$`, 'u');
}
