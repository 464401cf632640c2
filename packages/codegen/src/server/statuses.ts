/** How the statuses of one operation are typed: a number, or a range without what is declared apart. */
export function statusType(status: string, all: readonly string[]): string {
  if (/^\d+$/.test(status)) return status;
  const range = status === 'default' ? 'AnyStatus' : `Status${status}`;
  const apart = all.filter((other) => other !== status && (status === 'default' || isInside(other, status)));
  return apart.length === 0 ? range : `Exclude<${range}, ${apart.map(plainType).join(' | ')}>`;
}

function isInside(status: string, range: string): boolean {
  return /^\d/.test(status) && !status.endsWith('XX') && status[0] === range[0];
}

function plainType(status: string): string {
  return status.endsWith('XX') ? `Status${status}` : status;
}

/** The helper types that `text` uses, declared. */
export function statusDeclarations(text: string): string {
  const classes = ['1', '2', '3', '4', '5'].filter(
    (first) => text.includes(`Status${first}XX`) || text.includes('AnyStatus'),
  );
  if (classes.length === 0) return '';
  const lines = [
    'type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;\n',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the text of a template literal type.
    'type ToNumber<T extends string> = T extends `${infer N extends number}` ? N : never;\n',
    ...classes.map((first) => `type Status${first}XX = ToNumber<\`${first}\${Digit}\${Digit}\`>;\n`),
  ];
  if (text.includes('AnyStatus')) {
    lines.push('type AnyStatus = Status1XX | Status2XX | Status3XX | Status4XX | Status5XX;\n');
  }
  return `${lines.join('')}\n`;
}
